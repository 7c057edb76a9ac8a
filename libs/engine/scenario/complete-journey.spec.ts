import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { priceBasket } from '../price-basket.js';
import type { PricedBasket } from '../priced-basket.js';
import { perUnit } from './per-unit.js';
import { parseScenario } from './scenario.js';

// The Complete Journey (84.51°, CC0), real receipts of grocery stores, lies beside the clone on machines that have it
const folder = fileURLToPath(new URL('../../../../shared/data/complete-journey/', import.meta.url));

type Row = Readonly<Record<string, string>>;

function rows(name: string): Row[] {
  const [header = '', ...lines] = gunzipSync(readFileSync(`${folder}${name}.csv.gz`))
    .toString('utf8')
    .trim()
    .split('\n');
  const keys = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [keys[index] ?? '', cell])));
}

/** Cents; the file has one amount of 4.440892e-16. */
const cents = (text = '0'): bigint => BigInt(Math.round(Number(text) * 100));
const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((all, each) => all + each, 0n);
const dollars = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;

/** What the shelf said of one unit, in millionths: what was received and what the shop took off, over the quantity. */
function shelf(row: Row): bigint {
  const [all, quantity] = [
    cents(row['sales_value']) + cents(row['retail_disc']) + cents(row['coupon_match_disc']),
    BigInt(row['quantity'] ?? 1),
  ];
  return (all * 20_000n + quantity) / (quantity * 2n);
}
const price = (row: Row): string => `${shelf(row) / 1_000_000n}.${String(shelf(row) % 1_000_000n).padStart(6, '0')}`;

function byBasket(lines: readonly Row[]): Row[][] {
  const baskets = new Map<string, Row[]>();
  for (const line of lines) baskets.set(line['basket_id'] ?? '', [...(baskets.get(line['basket_id'] ?? '') ?? []), line]);
  return [...baskets.values()];
}

/** A receipt as a scenario: the loyalty card's discount and the match are the shop's, the coupon is paid by its maker. */
function scenarioOf(receipt: readonly Row[]) {
  const off = (row: Row, index: number, column: string, reducesTaxBase: boolean) => {
    const amount = cents(row[column]);
    const action = {
      type: 'amount_off_items',
      amounts: { USD: dollars(amount) },
      entry: 'GROSS',
      each: 'LINE',
      items: { type: 'variant', ids: [variant(row, index)] },
    };
    return amount === 0n
      ? []
      : [{ id: `${column}-${index}`, lane: 'ITEM', sequence: reducesTaxBase ? 1 : 2, reducesTaxBase, action }];
  };
  return {
    at: receipt[0]?.['transaction_timestamp'],
    priceLists: [
      {
        audience: { stores: [receipt[0]?.['store_id']] },
        prices: Object.fromEntries(receipt.map((row, index) => [variant(row, index), price(row)])),
      },
    ],
    promotions: receipt.flatMap((row, index) => [
      ...off(row, index, 'retail_disc', true),
      ...off(row, index, 'coupon_match_disc', true),
      ...off(row, index, 'coupon_disc', false),
    ]),
    buyer: { customer: receipt[0]?.['household_id'] },
    basket: {
      currency: 'USD',
      country: 'US',
      store: receipt[0]?.['store_id'],
      lines: receipt.map((row, index) => ({ variant: variant(row, index), quantity: row['quantity'] })),
    },
  };
}

/** A product may stand on a receipt twice, at different prices. */
const variant = (row: Row, index: number): string => `${row['product_id'] ?? ''}/${index}`;

function priced(json: unknown): PricedBasket[] {
  return parseScenario(json).map(({ terms, basket, at }) => priceBasket(terms, basket, at));
}

if (existsSync(folder)) {
  const lines = rows('transactions').filter(({ quantity }) => quantity !== '0');

  test('receipts come out as they were printed: shelf price, card, match, coupon and what the shop received', () => {
    const receipts = byBasket(lines).filter(
      (receipt) => receipt.length > 2 || receipt.some((row) => cents(row['coupon_disc']) > 0n),
    );
    const found = { receipts: receipts.length, lines: 0, reimbursed: 0n, total: 0n };
    const wrong: unknown[] = [];
    for (const receipt of receipts) {
      const [basket] = priced(scenarioOf(receipt));
      if (!basket) throw new Error('no basket');
      basket.lines.forEach((line, index) => {
        const row = receipt[index] ?? {};
        const [received, coupon] = [cents(row['sales_value']), cents(row['coupon_disc'])];
        const units = perUnit(line);
        const sums = [
          [line.amount, received + cents(row['retail_disc']) + cents(row['coupon_match_disc'])],
          [line.gross, received],
          [line.reimbursed, coupon < received ? coupon : received],
          [line.net + line.tax, line.gross],
          [line.amount - line.discount, line.gross - line.reimbursed],
          [sumOf(line.discounts.map(({ amount }) => amount)), line.discount],
          [sumOf(units.map((unit) => BigInt(unit.count) * unit.gross)), units.length > 0 ? line.gross : 0n],
        ];
        if (sums.some(([one, other]) => one !== other)) wrong.push({ row, line });
        found.lines += 1;
      });
      if (basket.totals.total !== sumOf(basket.lines.map(({ gross, reimbursed }) => gross - reimbursed))) wrong.push(receipt);
      found.reimbursed += basket.totals.reimbursed;
      found.total += basket.totals.total;
    }
    expect(wrong).toEqual([]);
    expect(found).toEqual({ receipts: 3439, lines: 12_177, reimbursed: 47_492n, total: 3_372_316n });
  });

  test('a coupon is good for whom it was sent to, on its products, while its campaign runs', () => {
    const key = (row: Row, ...columns: string[]): string => columns.map((column) => row[column]).join('/');
    const grouped = (all: readonly Row[], by: string, column: string): Map<string, Set<string>> => {
      const groups = new Map<string, Set<string>>();
      for (const row of all) groups.set(row[by] ?? '', (groups.get(row[by] ?? '') ?? new Set()).add(row[column] ?? ''));
      return groups;
    };
    const campaigns = new Map(rows('campaigns').map((row) => [row['campaign_id'], row]));
    const households = grouped(rows('campaign_households'), 'campaign_id', 'household_id');
    const coupons = new Map<string, Set<string>>();
    for (const row of rows('coupons')) {
      const coupon = key(row, 'coupon_upc', 'campaign_id');
      coupons.set(coupon, (coupons.get(coupon) ?? new Set()).add(row['product_id'] ?? ''));
    }
    const receipts = byBasket(lines);
    const byHousehold = new Map<string, Row[][]>();
    for (const receipt of receipts) {
      const household = receipt[0]?.['household_id'] ?? '';
      byHousehold.set(household, [...(byHousehold.get(household) ?? []), receipt]);
    }
    const found = { asked: 0, applied: 0, refused: 0 };
    const wrong: unknown[] = [];
    for (const redemption of rows('coupon_redemptions')) {
      const campaign = campaigns.get(redemption['campaign_id']);
      const products = coupons.get(key(redemption, 'coupon_upc', 'campaign_id'));
      if (!campaign || !products) throw new Error('an unknown coupon');
      for (const receipt of byHousehold.get(redemption['household_id'] ?? '') ?? []) {
        const day = (receipt[0]?.['transaction_timestamp'] ?? '').slice(0, 10);
        if (Math.abs(Date.parse(day) - Date.parse(redemption['redemption_date'] ?? '')) > 7 * 86_400_000) continue;
        const isGood =
          receipt.some((row) => products.has(row['product_id'] ?? '')) &&
          (households.get(redemption['campaign_id'] ?? '')?.has(redemption['household_id'] ?? '') ?? false) &&
          day >= (campaign['start_date'] ?? '') &&
          day <= (campaign['end_date'] ?? '');
        const common = scenarioOf(receipt);
        const [basket] = priced({
          ...common,
          items: Object.fromEntries(receipt.map((row, index) => [variant(row, index), { product: row['product_id'] }])),
          buyer: {
            ...common.buyer,
            segments: [...households].filter(([, members]) => members.has(receipt[0]?.['household_id'] ?? '')).map(([id]) => id),
          },
          basket: { ...common.basket, codes: [redemption['coupon_upc']] },
          promotions: [
            {
              id: 'coupon',
              code: redemption['coupon_upc'],
              lane: 'ITEM',
              validFrom: `${campaign['start_date'] ?? ''}T00:00:00Z`,
              validTo: new Date(Date.parse(`${campaign['end_date'] ?? ''}T00:00:00Z`) + 86_400_000).toISOString(),
              conditions: [
                { type: 'segment', ids: [redemption['campaign_id']] },
                { type: 'contains', items: { type: 'product', ids: [...products] } },
              ],
              action: { type: 'percent_off_items', percent: '1', items: { type: 'product', ids: [...products] } },
            },
          ],
        });
        found.asked += 1;
        if (basket?.refusedCodes.length !== (isGood ? 0 : 1)) wrong.push({ redemption, receipt });
        found[isGood ? 'applied' : 'refused'] += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(found).toEqual({ asked: 984, applied: 57, refused: 927 });
  });
} else {
  test('the receipts of The Complete Journey are absent here: the examples of docs/examples/scenarios are played', () => {
    process.stderr.write(`${folder} is absent: its receipts are not played.\n`);
    expect(existsSync(folder)).toBe(false);
  });
}
