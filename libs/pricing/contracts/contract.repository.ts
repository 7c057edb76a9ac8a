import type { CapTerms } from '#engine';
import { ensuringCapacities } from '#holds';
import type { Id, PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import { readPriceLists, insertingList, updatingList } from '../price-list.repository.js';
import { capCounter } from './contract-counters.js';
import type { Contract } from './contract.js';

interface ContractRow {
  readonly id: Id<'contract'>;
  readonly list_id: string;
  readonly organization_id: Id<'organization'>;
}

const columns = 'c.id, c.list_id, c.organization_id';

const one = statement<ContractRow>(
  'pricing.contract',
  `select ${columns} from contract c join price_list l on l.id = c.list_id where c.id = $1 or l.code = $1`,
);
const page = statement<ContractRow>(
  'pricing.contracts',
  `select ${columns} from contract c where c.id > $1 order by c.id limit $2`,
);
const pageOfUnits = statement<ContractRow>(
  'pricing.contracts-of-units',
  `select ${columns} from contract c where c.organization_id = any($3::text[]) and c.id > $1 order by c.id limit $2`,
);
const insertContract = statement<never>(
  'pricing.insert-contract',
  'insert into contract (id, list_id, organization_id) values ($1, $2, $3)',
);
const saveCaps = statement<never>(
  'pricing.save-caps',
  `with gone as (delete from contract_cap where contract_id = $1 and not (id = any($2::text[])))
   insert into contract_cap (id, contract_id, measure, amount, applies_to, value)
   select id, $1, measure, amount, applies_to, value
   from unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[]) cap(id, measure, amount, applies_to, value)
   on conflict (id) do update set amount = excluded.amount`,
);
const usedOfCaps = statement<{ id: string; used: string; left: string }>(
  'pricing.used-of-caps',
  `select cap.id, (counter.pending + counter.posted)::text used, (counter.capacity - counter.pending - counter.posted)::text "left"
   from contract_cap cap join counter on counter.id = 'under_contract:' || cap.id where cap.contract_id = any($1::text[])`,
);

/** The contract of that id or number. */
export async function findContract(db: Database, idOrNumber: string): Promise<Contract | null> {
  return (await withLists(db, await db.read(one, [idOrNumber])))[0] ?? null;
}

/** Contracts in the order of their ids, with any of these units or with all: up to one more than the page holds. */
export async function pageOfContracts(
  db: Database,
  { first, after }: PageRequest,
  unitIds: readonly string[] | null,
): Promise<readonly Contract[]> {
  const values = [after?.[0] ?? '', first + 1];
  return withLists(db, await (unitIds === null ? db.read(page, values) : db.read(pageOfUnits, [...values, unitIds])));
}

/** What is used and left of a cap, as it measures. */
export interface CapUse {
  readonly used: bigint;
  readonly left: bigint;
}

/** What is used and left of the caps of these contracts, by cap. */
export async function usesOfCaps(db: Database, contractIds: readonly string[]): Promise<ReadonlyMap<string, CapUse>> {
  const rows = await db.read(usedOfCaps, [contractIds]);
  return new Map(rows.map(({ id, used, left }) => [id, { used: BigInt(used), left: BigInt(left) }]));
}

/** Writes a new contract with its list. */
export function insertingContract(contract: Contract): Write[] {
  const { id, organizationId, list } = contract;
  return [...insertingList(list), insertContract.with([id, list.id, organizationId], { rows: 1 }), ...savingCaps(contract, [])];
}

/** Writes what a contract is now, whose version was counted up. */
export function updatingContract(contract: Contract, before: Contract): Write[] {
  return [...updatingList(contract.list), ...savingCaps(contract, before.list.contract.caps)];
}

function savingCaps({ id, list }: Contract, before: readonly CapTerms[]): Write[] {
  const { caps } = list.contract;
  if (caps.length + before.length === 0) return [];
  const columnsOfCaps = [
    caps.map((cap) => cap.id),
    caps.map(({ measure }) => measure),
    caps.map(({ limit }) => limit.toString()),
    caps.map(({ of }) => of),
    caps.map(({ value }) => value),
  ];
  const capacities = caps.map((cap) => ({ counterId: capCounter(cap.id), capacity: cap.limit }));
  return [saveCaps.with([id, ...columnsOfCaps]), ...(capacities.length > 0 ? [ensuringCapacities(capacities)] : [])];
}

async function withLists(db: Database, rows: readonly ContractRow[]): Promise<readonly Contract[]> {
  if (rows.length === 0) return [];
  const lists = await readPriceLists(
    db,
    rows.map(({ list_id }) => list_id),
  );
  return rows.flatMap(({ id, list_id, organization_id: organizationId }) => {
    const list = lists.find((each) => each.id === list_id);
    return list?.contract ? [{ id, organizationId, list: { ...list, contract: list.contract } }] : [];
  });
}
