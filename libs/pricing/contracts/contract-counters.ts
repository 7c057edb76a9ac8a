import { boughtKey, type CapTerms, type ContractUse } from '#engine';
import type { Demand, Shortage } from '#holds';

/** Before the id of a cap. Sorts behind the counters of persons, which are locked before a claim, and of stock. */
const capPrefix = 'under_contract:';
/** Before a list and a variant. Sorts before all counters that are claimed with it: it may be made before the claim. */
const boughtPrefix = 'bought:';

/** What nobody buys in the period of a contract: the counters of what was bought count down from it. */
export const boundless = 10n ** 15n;

/** The counter of what is used of a cap. */
export function capCounter(id: CapTerms['id']): string {
  return `${capPrefix}${id}`;
}

/** The counter of what was bought of a variant at the prices of a list. */
function boughtCounter(listId: string, variantId: string): string {
  return `${boughtPrefix}${listId}:${variantId}`;
}

/** By what a basket knows the counter: a cap's id, or list and variant (`boughtKey`). */
export function knownAs(counterId: string): { readonly cap: string } | { readonly bought: string } {
  if (counterId.startsWith(capPrefix)) return { cap: counterId.slice(capPrefix.length) };
  const [listId = '', variantId = ''] = counterId.slice(boughtPrefix.length).split(':');
  return { bought: boughtKey(listId, variantId) };
}

/** What an order claims of contracts. */
export function contractDemand(uses: readonly ContractUse[]): Demand[] {
  return uses.flatMap(({ capId, listId, variantId, amount }) =>
    amount === 0n ? [] : [{ counterId: capId === null ? boughtCounter(listId, variantId) : capCounter(capId), quantity: amount }],
  );
}

/** The counters among them that there may not be yet. */
export function boughtCapacities(demand: readonly Demand[]): { readonly counterId: string; readonly capacity: bigint }[] {
  const counters = new Set(demand.map(({ counterId }) => counterId).filter((id) => id.startsWith(boughtPrefix)));
  return [...counters].map((counterId) => ({ counterId, capacity: boundless }));
}

/** Whether less is left of a contract than the order was priced with: it has to be priced again. */
export function isOfContract({ counterId }: Shortage): boolean {
  return counterId.startsWith(capPrefix);
}
