import type { Id } from '#kernel';
import type { PriceListTerms } from '../terms.js';

/** What a contract says besides its prices. */
export interface ContractTerms {
  readonly number: string;
  /** How much may be had at its prices in its time. */
  readonly caps: readonly CapTerms[];
}

/** So much of something, in all, at the prices of a contract: whoever of the organization buys it. */
export interface CapTerms {
  readonly id: Id<'contractCap'>;
  /** What is counted: QUANTITY in thousandths of units; AMOUNT in minor units of what goods cost at the contract's prices, as entered and before promotions. */
  readonly measure: 'QUANTITY' | 'AMOUNT';
  readonly limit: bigint;
  /** Of what: ALL that the contract prices, a variant, a product, or what shares a value of the list's attribute of tier groups. */
  readonly of: 'ALL' | 'VARIANT' | 'PRODUCT' | 'TIER_GROUP';
  /** The variant, the product or the value; null: all. */
  readonly value: string | null;
}

/** Whether the prices of a list depend on more of an item than its variant: its product, or its attributes. */
export function asksItems({ tierScope, contract }: Pick<PriceListTerms, 'tierScope' | 'contract'>): boolean {
  if (tierScope === 'PRODUCT' || tierScope === 'TIER_GROUP') return true;
  return contract?.caps.some(({ of }) => of === 'PRODUCT' || of === 'TIER_GROUP') ?? false;
}

/** Whether something is counted of what is bought at the prices of a list. */
export function isCounted({ tierScope, contract }: Pick<PriceListTerms, 'tierScope' | 'contract'>): boolean {
  return contract !== undefined && (tierScope === 'CONTRACT_PERIOD' || contract.caps.length > 0);
}
