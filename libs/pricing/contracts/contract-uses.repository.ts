import type { Basket, ContractUse } from '#engine';
import { ensuringCapacities, type Demand } from '#holds';
import { statement, type Database, type Write } from '#platform/db';
import { boughtCapacities, boundless, contractDemand, knownAs } from './contract-counters.js';

/** What a basket is told of the contracts that may price it. */
export type ContractsLeft = Pick<Basket, 'capsLeft' | 'bought'>;

const left = 'counter.capacity - counter.pending - counter.posted';

const readLeft = statement<{ counter: string; left: string }>(
  'pricing.contracts-left',
  `select counter.id counter, (${left})::text "left"
     from contract c join contract_cap cap on cap.contract_id = c.id join counter on counter.id = 'under_contract:' || cap.id
     where c.list_id = any($1::text[])
   union all select counter.id, (${left})::text from price_list l, unnest($2::text[]) variant(id), counter
     where l.id = any($1::text[]) and l.tier_scope = 'CONTRACT_PERIOD' and counter.id = 'bought:' || l.id || ':' || variant.id`,
);

/** Reads what is left of the caps of these lists' contracts, and what was bought of these variants at their prices. */
export async function contractsLeft(
  db: Database,
  listIds: readonly string[],
  variantIds: readonly string[],
): Promise<Required<ContractsLeft>> {
  const capsLeft: Record<string, bigint> = {};
  const bought: Record<string, bigint> = {};
  for (const row of await db.read(readLeft, [listIds, variantIds])) {
    const known = knownAs(row.counter);
    if ('cap' in known) capsLeft[known.cap] = BigInt(row.left);
    else bought[known.bought] = boundless - BigInt(row.left);
  }
  return { capsLeft, bought };
}

/** What an order takes of contracts: what it claims, and what is written before the claim, ahead of all that others write there. */
export function takingOfContracts(uses: readonly ContractUse[]): {
  readonly demand: readonly Demand[];
  readonly writes: readonly Write[];
} {
  const demand = contractDemand(uses);
  const capacities = boughtCapacities(demand);
  return { demand, writes: capacities.length > 0 ? [ensuringCapacities(capacities)] : [] };
}

const readHeld = statement<{ counter_id: string; quantity: string }>(
  'pricing.held-of-contracts',
  `select counter_id, sum(quantity)::text quantity from hold
   where owner = $1 and (counter_id like 'under\\_contract:%' or counter_id like 'bought:%') group by counter_id order by counter_id`,
);

/** What an order once claimed of contracts, whether it still holds it or not. */
export async function heldOfContracts(db: Database, owner: string): Promise<Demand[]> {
  const rows = await db.read(readHeld, [owner]);
  return rows.map(({ counter_id: counterId, quantity }) => ({ counterId, quantity: BigInt(quantity) }));
}
