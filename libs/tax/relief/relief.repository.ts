import type { TaxRelief } from '#engine';
import type { Id, PageRequest } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { ReliefHolder, StoredRelief } from './relief.js';

interface Row {
  id: Id<'taxRelief'>;
  customer_id: Id<'customer'> | null;
  organization_id: Id<'organization'> | null;
  kind: TaxRelief['kind'];
  number: string;
  consultation: string | null;
  class_ids: Id<'taxClass'>[];
  zone_ids: Id<'taxZone'>[];
  valid_from: Date | null;
  valid_to: Date | null;
  version: string;
}

const columns =
  'id, customer_id, organization_id, kind, number, consultation, class_ids, zone_ids, valid_from, valid_to, version';
const byId = statement<Row>('tax.relief-by-id', `select ${columns} from tax_relief where id = $1`);
const ofHolder = statement<Row>(
  'tax.reliefs-of-holder',
  `select ${columns} from tax_relief where (customer_id = $1::text or organization_id = $2::text) and id > $3 order by id limit $4`,
);
const insert = statement<never>(
  'tax.insert-relief',
  `insert into tax_relief (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);
const change = statement<never>(
  'tax.change-relief',
  'update tax_relief set consultation = $2, valid_to = $3, version = $4 where id = $1 and version = $4::bigint - 1',
);
const forget = statement<never>('tax.forget-reliefs', 'delete from tax_relief where customer_id = $1');

/** One relief; null: there is none. */
export async function findRelief(db: Database, id: string): Promise<StoredRelief | null> {
  const [row] = await db.read(byId, [id]);
  return row ? reliefOf(row) : null;
}

/** A page of what a customer or a unit has itself, the oldest first. */
export async function pageOfReliefs(
  db: Database,
  { customerId, organizationId }: { readonly customerId: string | null; readonly organizationId: string | null },
  { first, after }: PageRequest,
): Promise<StoredRelief[]> {
  return (await db.read(ofHolder, [customerId, organizationId, after?.[0] ?? '', first + 1])).map(reliefOf);
}

/** Writes a new relief. */
export function insertingRelief(relief: StoredRelief): Write {
  const { id, holder, kind, number, consultation, classIds, zoneIds, validFrom, validTo, version } = relief;
  const what = [id, holder.customerId, holder.organizationId, kind, number, consultation, classIds, zoneIds];
  return insert.with([...what, dateOf(validFrom), dateOf(validTo), version], { rows: 1 });
}

/** Writes a changed relief whose version was counted up. */
export function changingRelief({ id, consultation, validTo, version }: StoredRelief): Write {
  return change.with([id, consultation, dateOf(validTo), version], { rows: 1 });
}

/** Takes away everything that a customer has shown. */
export function forgettingReliefs(customerId: string): Write {
  return forget.with([customerId]);
}

/** Reliefs as `taxReliefsColumn` gives them. */
export type ReliefsJson =
  | readonly (readonly [
      kind: TaxRelief['kind'],
      proof: string,
      classIds: readonly Id<'taxClass'>[],
      zoneIds: readonly Id<'taxZone'>[],
      validFrom: number | null,
      validTo: number | null,
    ])[]
  | null;

/**
 * SQL: the reliefs of the customer or the unit whose id the expression is, as `ReliefsJson`, the latest first; a unit has those of all
 * above it. Null: it has none. A certificate's number is its proof; a VAT id that was not checked has none.
 */
export function taxReliefsColumn(owner: string): string {
  return `case when ${owner} is not null then (select json_agg(${reliefFields('f')} order by f.id desc)
    from tax_relief f where f.customer_id = ${owner}
      or f.organization_id = any((select u.path from organization u where u.id = ${owner})::text[])) end`;
}

/** SQL: a relief of the row as one of `ReliefsJson`. */
export function reliefFields(row: string): string {
  const instant = (column: string) => `(extract(epoch from ${row}.${column}) * 1000)::bigint`;
  return `json_build_array(${row}.kind, case when ${row}.kind = 'EXEMPT' then ${row}.number else coalesce(${row}.consultation, '') end,
      ${row}.class_ids, ${row}.zone_ids, ${instant('valid_from')}, ${instant('valid_to')})`;
}

/** The reliefs of `taxReliefsColumn`. */
export function taxReliefsOf(json: ReliefsJson | undefined): TaxRelief[] {
  return (json ?? []).map(([kind, proof, classIds, zoneIds, validFrom, validTo]) => ({
    ...{ kind, proof, classIds, zoneIds, validFrom, validTo },
  }));
}

function reliefOf({
  customer_id,
  organization_id,
  class_ids,
  zone_ids,
  valid_from,
  valid_to,
  version,
  ...same
}: Row): StoredRelief {
  return {
    ...same,
    holder: { customerId: customer_id, organizationId: organization_id } as ReliefHolder,
    classIds: class_ids,
    zoneIds: zone_ids,
    validFrom: valid_from?.getTime() ?? null,
    validTo: valid_to?.getTime() ?? null,
    version: BigInt(version),
  };
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
