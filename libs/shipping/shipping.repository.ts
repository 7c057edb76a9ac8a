import type { Id, LocalizedText } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import { rateFields, ratesOf, type RateFields, type Referable, type ShippingMethod } from './shipping-method.js';

interface MethodRow {
  id: Id<'shippingMethod'>;
  code: string;
  name: LocalizedText;
  kind: ShippingMethod['kind'];
  channel_id: Id<'channel'> | null;
  countries: string[];
  rates: RateFields[];
  tax_class_id: Id<'taxClass'>;
  location_id: Id<'location'> | null;
  position: number;
  active: boolean;
  version: string;
}

const columns = 'id, code, kind, name, channel_id, countries, rates, tax_class_id, location_id, position, active, version';

const readMethods = statement<MethodRow>('shipping.methods', `select ${columns} from shipping_method order by position, id`);
const insert = statement<never>(
  'shipping.insert',
  `insert into shipping_method (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);
const update = statement<never>(
  'shipping.update',
  `update shipping_method set name = $2, channel_id = $3, countries = $4, rates = $5, tax_class_id = $6, location_id = $7,
     position = $8, active = $9, version = $10 where id = $1 and version = $10::bigint - 1`,
);
const readReferable = statement<{ kind: 'channel' | 'location' | 'taxClass'; code: string; id: string }>(
  'shipping.referable',
  `select 'channel' as kind, code, id from channel
   union all select 'location', code, id from location
   union all select 'taxClass', code, id from tax_class`,
);

/** Every shipping method in the order in which they are offered, those that are not offered included. */
export async function readAllMethods(db: Database): Promise<ShippingMethod[]> {
  return (await db.read(readMethods)).map(({ channel_id, tax_class_id, location_id, rates, version, ...same }) => ({
    ...same,
    channelId: channel_id,
    rates: ratesOf(rates),
    version: BigInt(version),
    taxClassId: tax_class_id,
    locationId: location_id,
  }));
}

/** The shipping methods that are offered, in their order: what `terms` compiles. */
export async function readShippingMethods(db: Database): Promise<ShippingMethod[]> {
  return (await readAllMethods(db)).filter(({ active }) => active);
}

/** What a shipping method may refer to. */
export async function referable(db: Database): Promise<Referable> {
  const rows = await db.read(readReferable);
  const ids = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id));
  const taxClasses = rows.filter(({ kind }) => kind === 'taxClass').map(({ code, id }) => [code, id as Id<'taxClass'>] as const);
  return { channels: ids('channel'), locations: ids('location'), taxClasses: new Map(taxClasses) };
}

/** Writes a new shipping method. */
export function insertingMethod(method: ShippingMethod): Write {
  const { id, code, kind } = method;
  return insert.with([id, code, kind, ...changeable(method)], { rows: 1 });
}

/** Writes a changed shipping method whose version was counted up. */
export function updatingMethod(method: ShippingMethod): Write {
  return update.with([method.id, ...changeable(method)], { rows: 1 });
}

function changeable({ name, channelId, countries, rates, taxClassId, locationId, position, active, version }: ShippingMethod) {
  return [
    JSON.stringify(name),
    channelId,
    countries,
    JSON.stringify(rateFields(rates)),
    taxClassId,
    locationId,
    position,
    active,
    version,
  ];
}
