import type { CapTerms, ContractTerms } from '#engine';
import { isId, parseDecimal, parseMoney, quantityScale, type CurrencyCode, type Id, type Path } from '#kernel';
import { changedPriceList, newPriceList, type PriceList, type PriceListInput } from '../price-list.js';
import { refused } from '../pricing.errors.js';

/** What was agreed with an organization: a price list of its own, with caps on what may be had at its prices. */
export interface Contract {
  readonly id: Id<'contract'>;
  readonly organizationId: Id<'organization'>;
  /** Its prices, clocks and version; its code is the number of the contract. */
  readonly list: PriceList & { readonly contract: ContractTerms };
}

/** A cap as it is asked for. */
export interface CapInput {
  readonly measure: CapTerms['measure'];
  /** A decimal text: units, or money in the currency of the contract. */
  readonly limit: string;
  readonly of: CapTerms['of'];
  readonly value: string | null;
}

/** What is wanted of a contract: what is left out stays as it is, or gets its default. */
export interface ContractInput extends Omit<PriceListInput, 'audience' | 'sale'> {
  /** All that there are to be: those that are there already go on with what is used of them. */
  readonly caps?: readonly CapInput[];
}

/** What never changes of a contract. */
export interface ContractKey {
  readonly number: string;
  readonly organizationId: string;
  readonly currency: string;
}

/** The ids that a contract may need. */
export interface ContractIds {
  readonly contract: () => Id<'contract'>;
  readonly list: () => Id<'priceList'>;
  readonly cap: () => Id<'contractCap'>;
}

/** The most caps that a contract has. */
const mostCaps = 500;

/** A new contract. @throws UserError naming the field */
export function newContract({ number, organizationId, currency }: ContractKey, input: ContractInput, ids: ContractIds): Contract {
  if (!isId('organization', organizationId)) throw refused.unknown('organization', organizationId, ['organizationId']);
  const audience = { organizationIds: [organizationId] };
  const { caps, tierScope, ...wanted } = input;
  const list = newPriceList(ids.list(), { code: number, currency }, { ...wanted, audience }, ['number']);
  const agreed: Contract = { id: ids.contract(), organizationId, list: { ...list, contract: { number, caps: [] } } };
  return changedContract(agreed, { caps, tierScope }, ids);
}

/** The contract after a change. @throws UserError naming the field */
export function changedContract(before: Contract, { caps, ...input }: ContractInput, ids: Pick<ContractIds, 'cap'>): Contract {
  const { contract } = before.list;
  const list = changedPriceList(before.list, input);
  const agreed = { ...contract, caps: caps === undefined ? contract.caps : capsOf(caps, contract.caps, list, ids) };
  // a cap on a group that nothing tells would count nothing
  if (list.tierGroup === undefined && agreed.caps.some(({ of }) => of === 'TIER_GROUP')) throw refused.noTierGroup(['tierGroup']);
  return { ...before, list: { ...list, contract: agreed } };
}

function capsOf(
  wanted: readonly CapInput[],
  before: readonly CapTerms[],
  { currency }: PriceList,
  ids: Pick<ContractIds, 'cap'>,
): readonly CapTerms[] {
  if (wanted.length > mostCaps) throw refused.tooManyCaps(mostCaps, ['caps']);
  const caps = wanted.map((input, index) => {
    const path = ['caps', index];
    const cap = { measure: input.measure, of: input.of, value: valueOf(input, [...path, 'value']) };
    const limit = limitOf(input, currency, [...path, 'limit']);
    return { id: before.find((each) => isSame(each, cap))?.id ?? ids.cap(), ...cap, limit };
  });
  const twice = caps.findIndex((cap, index) => caps.findIndex((each) => isSame(each, cap)) < index);
  if (twice >= 0) throw refused.capTwice(['caps', twice]);
  return caps;
}

function isSame(one: Omit<CapTerms, 'id' | 'limit'>, other: Omit<CapTerms, 'id' | 'limit'>): boolean {
  return one.measure === other.measure && one.of === other.of && one.value === other.value;
}

function valueOf({ of, value }: CapInput, path: Path): string | null {
  if (of === 'ALL') {
    if (value !== null) throw refused.capValue('ALL', path);
    return null;
  }
  const isNamed =
    of === 'TIER_GROUP' ? value !== null && value !== '' : isId(of === 'VARIANT' ? 'variant' : 'product', value ?? '');
  if (!isNamed) throw refused.capValue(of, path);
  return value;
}

function limitOf({ measure, limit }: CapInput, currency: CurrencyCode, path: Path): bigint {
  const read = measure === 'QUANTITY' ? parseDecimal(limit, quantityScale, path) : parseMoney(limit, currency, path).minor;
  if (read <= 0n) throw refused.capZero(path);
  if (read >= mostLimit) throw refused.tooLarge('the limit', path);
  return read;
}

/** More than any shop sells, and less than a counter holds. */
const mostLimit = 10n ** 15n;
