import { formatDecimal } from '#kernel';
import type { Json } from './api.js';
import type { TestShop } from './shop.js';
import { staffOf } from './staff.js';
import type { Headers } from './three-channels.js';

const errors = 'userErrors { code message path facts { name value } }';
const saleFields = `id saleId sequence receiptNumber orderId orderNumber soldAt deviceTime recordedAt locationId unreadable
  exceptions { kind facts { name value } }`;

export const recordSales = `mutation ($input: RecordSalesInput!) { recordSales(input: $input) {
  results { saleId sequence outcome sale { ${saleFields} } } nextSequence serverTime ${errors} } }`;
export const openTill = `mutation ($input: OpenTillInput!) { openTill(input: $input) {
  till { number locationId nextSequence cursor termsVersion floorLimit { amount currency } serverTime } clockSkewSeconds ${errors} } }`;
export const tillSale = `query ($receiptNumber: String!) { tillSale(receiptNumber: $receiptNumber) { ${saleFields} } }`;
export const tillChanges = `query ($first: Int, $after: String) { tillChanges(first: $first, after: $after) {
  nodes { kind productId variantId version available variant { sku price { gross { amount } } } } pageInfo { hasNextPage endCursor } termsVersion serverTime } }`;
export const exceptions = `query ($locationId: ID, $state: ExceptionState! = OPEN, $kind: ExceptionKind, $first: Int = 100, $after: String) {
  exceptions(locationId: $locationId, state: $state, kind: $kind, first: $first, after: $after) {
    nodes { id kind locationId variantId saleId facts { name value } ageSeconds resolvedBy resolution } pageInfo { hasNextPage endCursor } } }`;
export const resolveException = `mutation ($input: ResolveExceptionInput!) { resolveException(input: $input) {
  exception { id kind resolvedAt resolvedBy resolution } ${errors} } }`;
export const orderWithReceipt = `query ($id: ID!) { order(id: $id) { id number state cartId receiptNumber placedAt createdAt
  lines { variantId sku name quantity unitPrice entry amount { amount } discount { amount } net { amount } tax { amount } total { amount } variant { id } }
  discounts { code amount { amount } } taxes { percent base { amount } amount { amount } }
  totals { net { amount } tax { amount } total { amount currency } } payments { provider state amount { amount } } } }`;

/** An instant so many seconds ago, as a till would send it. */
export const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

/** The tax of 19 % in an amount with tax, in cents. */
const taxIn = (cents: number): number => Math.round((cents * 19) / 119);
const text = (cents: number): string => formatDecimal(BigInt(cents), 2);

/** What was sold on one line: whole units at a price in cents. */
export interface SoldLine {
  readonly sku?: string;
  readonly gtin?: string;
  readonly variantId?: string | undefined;
  readonly text?: string;
  readonly units: number;
  readonly cents: number;
  /** Taken off, in cents. */
  readonly off?: number;
}

/** A sale as a till reports it that got everything right: paid in cash, with 19 % tax in its prices. */
export function aSale(sequence: number, lines: readonly SoldLine[], more: object = {}): Json {
  const total = lines.reduce((sum, { units, cents, off = 0 }) => sum + units * cents - off, 0);
  const tax = lines.reduce((sum, { units, cents, off = 0 }) => sum + taxIn(units * cents - off), 0);
  return {
    saleId: `sale-${String(sequence)}`,
    sequence,
    soldAt: ago(0),
    clockOffsetSeconds: 0,
    lines: lines.map(({ units, cents, off = 0, ...named }) => ({
      ...named,
      quantity: String(units),
      unitPrice: text(cents),
      discount: text(off),
      tax: text(taxIn(units * cents - off)),
    })),
    tenders: [{ kind: 'CASH', amount: text(total) }],
    totals: { tax: text(tax), total: text(total) },
    ...more,
  };
}

/** As much of a shop as a till needs. */
type Asked = Pick<TestShop, 'ask' | 'staff' | 'postgres'>;

/** What a till asks for. */
export interface TestTill {
  readonly headers: Headers;
  readonly deviceId: string;
  readonly locationId: string;
  /** Sends sales, with the time that the clock says now. */
  push(sales: readonly Json[], more?: object): Promise<Json>;
  /** The same, all of them recorded without a word: the sales. */
  recorded(sales: readonly Json[]): Promise<Json[]>;
}

/** One more till in the store and channel of the till with that key. */
export async function anotherTill(
  shop: Asked,
  { channelId, locationId }: { readonly channelId: string; readonly locationId: string },
  permissions: readonly ('SELL' | 'RESOLVE_EXCEPTIONS')[] = ['SELL'],
): Promise<TestTill> {
  const { key, secret } = await staffOf(shop).done(
    'createKey',
    { kind: 'DEVICE', name: 'till', channelIds: [channelId], locationId, permissions },
    'key { id } secret',
  );
  const headers = { authorization: `Bearer ${String(secret)}` };
  const push = (sales: readonly Json[], more: object = {}): Promise<Json> =>
    shop.ask(recordSales, { input: { deviceTime: new Date().toISOString(), sales, ...more } }, headers);
  return {
    headers,
    deviceId: key.id,
    locationId,
    push,
    recorded: async (sales) => {
      const { results, userErrors } = await push(sales);
      expect(userErrors).toEqual([]);
      expect(results.map(({ outcome }: Json) => outcome)).toEqual(sales.map(() => 'RECORDED'));
      return results.map(({ sale }: Json) => sale);
    },
  };
}

/** The store of the shop and the channel that its tills sell in. */
export async function aStore(shop: Asked, code = 'store'): Promise<{ readonly channelId: string; readonly locationId: string }> {
  const { ask, staff } = shop;
  const [entity] = await ask('{ legalEntities { id } }', {}, staff);
  const { rows } = await shop.postgres.database.pool.query<{ id: string }>('select id from location order by id limit 1');
  const locationId = String(rows[0]?.id);
  const input = {
    code,
    name: code,
    kind: 'TILL',
    legalEntityId: entity.id,
    currencies: ['EUR'],
    locales: ['en'],
    country: 'DE',
    locationIds: [locationId],
    paymentProviders: ['manual', 'sandbox'],
  };
  const made = await staffOf(shop).done('createChannel', input, 'channel { id }');
  return { channelId: made.channel.id, locationId };
}

/** What is kept of sales and of all that they bring: what a repetition must leave as it is. */
export async function keptOfSales({ postgres }: Pick<TestShop, 'postgres'>): Promise<Json> {
  const { rows } = await postgres.database.pool.query<Json>(
    `select (select count(*)::int from till_sale) sales, (select count(*)::int from orders) orders, (select count(*)::int from order_line) lines,
      (select count(*)::int from payment) payments, (select count(*)::int from posting) postings, (select count(*)::int from outbox) events,
      (select count(*)::int from exception) exceptions, (select count(*)::int from hold) holds,
      (select count(*)::int from stock_movement) movements, (select coalesce(sum(on_hand), 0)::text from stock_level) on_hand`,
  );
  return rows[0];
}

/** Facts as an object. */
export const factsOf = (facts: readonly Json[]): Json => Object.fromEntries(facts.map(({ name, value }: Json) => [name, value]));
