import { defaultConventions, everybody, type PriceListTerms, type ShippingMethodTerms } from '#engine';
import { type ChannelRef, type Context, currencyOf, type Id, parseDecimal, priceScale, stranger } from '#kernel';
import { availableTo, offersOf, sourceOf, type Offer } from './offer.js';
import { RuleBook } from './rule-book.js';
import { variantPrices } from './variant-price.js';

const web = 'chan_web' as Id<'channel'>;
const till = 'chan_till' as Id<'channel'>;
const channel: ChannelRef = {
  id: web,
  code: 'web',
  currencies: [currencyOf('EUR')],
  locales: ['en'],
  country: 'DE',
  locationIds: [],
  paymentProviders: [],
  safetyStock: 0n,
  taxEntry: 'GROSS',
  taxProvider: 'table',
  taxFailure: 'REFUSE',
};
const context: Context = {
  actor: { kind: 'guest' },
  buyer: stranger,
  channel,
  currency: currencyOf('EUR'),
  locales: ['en'],
  requestId: 'r',
};

const aList = (over: Partial<PriceListTerms>): PriceListTerms => ({
  id: 'pl_base' as Id<'priceList'>,
  code: 'base',
  entry: 'GROSS',
  tierMode: 'VOLUME',
  currency: currencyOf('EUR'),
  audience: everybody,
  priority: 0,
  validFrom: null,
  validTo: null,
  ...over,
});

const aMethod = (code: string, channelId: Id<'channel'> | null): ShippingMethodTerms & { channelId: Id<'channel'> | null } => ({
  id: `ship_${code}` as Id<'shippingMethod'>,
  code,
  name: { en: code },
  kind: 'PICKUP',
  countries: [],
  taxClassId: 'txc' as Id<'taxClass'>,
  rates: new Map(),
  channelId,
});

const book = RuleBook.of({
  version: 5n,
  conventions: new Map([[till, { ...defaultConventions, rounding: 'HALF_EVEN' }]]),
  lists: [aList({}), aList({ id: 'pl_till' as Id<'priceList'>, audience: { ...everybody, channelIds: [till] } })],
  promotions: [],
  taxZones: [{ id: 'txz' as Id<'taxZone'>, countries: ['DE'] }],
  taxRates: [
    {
      id: 'txr' as Id<'taxRate'>,
      classId: 'txc' as Id<'taxClass'>,
      zoneId: 'txz' as Id<'taxZone'>,
      name: 'VAT',
      percent: 19_000_000n,
      validFrom: null,
      validTo: null,
    },
  ],
  shippingMethods: [aMethod('all', null), aMethod('till', till)],
});

describe('an offer', () => {
  it('is read from what the database sends', () => {
    const offers = offersOf(['var_1', 'var_2'], {
      prices: [
        ['var_1', 'prc_1', 'pl_1', '6000', '8.500000', null],
        ['var_1', 'prc_2', 'pl_1', '0', '0.012345', '1.000000'],
        ['var_1', 'prc_3', 'pl_1', '0', '7', null, 1000, 2000],
      ],
      stock: [['stock:var_1:loc_1', '-1000']],
    });
    expect([...offers.values()]).toEqual([
      {
        variantId: 'var_1',
        prices: [
          { id: 'prc_1', listId: 'pl_1', minQuantity: 6000n, amount: 8_500_000n, compareAt: null },
          { id: 'prc_2', listId: 'pl_1', minQuantity: 0n, amount: 12_345n, compareAt: 1_000_000n },
          { id: 'prc_3', listId: 'pl_1', minQuantity: 0n, amount: 7_000_000n, compareAt: null, validFrom: 1000, validTo: 2000 },
        ],
        stock: [{ counterId: 'stock:var_1:loc_1', locationId: 'loc_1', available: -1000n }],
      },
      { variantId: 'var_2', prices: [], stock: [] },
    ]);
  });

  const promised = (...available: bigint[]) =>
    available.map((each, index) => ({ counterId: `c${index}`, locationId: `l${index}` as Id<'location'>, available: each }));
  const item = (...available: bigint[]) => ({ tracked: true, quantityStep: 1000n, stock: promised(...available) });

  it('promises what one location has, less the safety stock, in whole steps', () => {
    expect(availableTo(item(), 0n)).toBe(0n);
    expect(availableTo(item(-2000n), 0n)).toBe(0n);
    expect(availableTo(item(3000n, 5000n), 0n)).toBe(5000n);
    expect(availableTo(item(5000n), 2000n)).toBe(3000n);
    expect(availableTo(item(1000n), 2000n)).toBe(0n);
    expect(availableTo({ ...item(1700n), quantityStep: 250n }, 0n)).toBe(1500n);
    expect(availableTo({ ...item(1n), tracked: false }, 0n)).toBeNull();
  });

  it('is served by the first location that has it all, else by the first', () => {
    const source = (quantity: bigint, safety = 0n) => sourceOf(promised(1000n, 5000n), quantity, safety)?.locationId ?? null;
    expect([source(1000n), source(2000n), source(6000n), source(1000n, 1n)]).toEqual(['l0', 'l1', 'l0', 'l1']);
    expect(sourceOf([], 1n, 0n)).toBeNull();
  });

  it('is never served less than was promised', () => {
    for (const stock of [[1000n, 5000n], [5000n, 1000n], [2000n], [0n, 3000n, 4000n]]) {
      const available = availableTo(item(...stock), 500n) ?? 0n;
      const source = sourceOf(promised(...stock), available, 500n);
      expect((source?.available ?? 0n) - 500n).toBeGreaterThanOrEqual(available);
    }
  });
});

const guest = { buyer: stranger, channelId: web, locationId: null };

describe('the rule book', () => {
  it('compiles what a channel may use, once', () => {
    expect(book.version).toBe(5n);
    expect(book.listIds(guest)).toEqual(['pl_base']);
    expect(book.listIds({ ...guest, channelId: till })).toEqual(['pl_base', 'pl_till']);
    expect([...book.of(channel).shippingMethods.values()].map(({ code }) => code)).toEqual(['all']);
    expect([...book.of({ ...channel, id: till }).shippingMethods.values()].map(({ code }) => code)).toEqual(['all', 'till']);
    expect(book.of(channel)).toBe(book.of({ ...channel }));
    expect(book.listIds(guest)).toBe(book.listIds({ ...guest }));
  });

  it('knows where a channel is at home, also once it has moved', () => {
    expect(book.of(channel).homeCountry).toBe('DE');
    expect(book.of({ ...channel, country: 'NL' }).homeCountry).toBe('NL');
    expect(book.of(channel).homeCountry).toBe('DE');
  });
});

describe('the price of one unit', () => {
  const id = 'var_a' as Id<'variant'>;
  const thing = { id, taxClassId: 'txc' as Id<'taxClass'> };
  const price = (amount: string, minQuantity: bigint, listId = 'pl_base') => ({
    id: `prc_${amount}` as Id<'price'>,
    listId: listId as Id<'priceList'>,
    minQuantity,
    amount: parseDecimal(amount, priceScale),
    compareAt: null,
  });
  const priced = (prices: Offer['prices'], things = [thing]) =>
    variantPrices(book.of(channel), context, things, new Map([[id, { variantId: id, prices, stock: [] }]]), 0);

  it('has its tax and its tiers, from the smallest', () => {
    const [{ line, source, tiers } = { line: null, source: null, tiers: [] }] = priced([
      price('8.50', 6000n),
      price('9.95', 0n),
      price('1.00', 0n, 'pl_till'),
    ]);
    expect(source).toEqual({ list: 'base', level: 'BASE' });
    expect(line).toMatchObject({ net: 836n, tax: 159n, gross: 995n, price: { amount: 9_950_000n } });
    expect(tiers).toEqual([
      { minQuantity: 0n, amount: 9_950_000n },
      { minQuantity: 6000n, amount: 8_500_000n },
    ]);
  });

  it('is none without a price here', () => {
    expect(priced([])).toEqual([{ line: null, source: null, tiers: [] }]);
    expect(priced([price('1.00', 0n, 'pl_till')])).toEqual([{ line: null, source: null, tiers: [] }]);
    expect(priced([], [])).toEqual([]);
  });

  it('does not change with how many of the same are on the page', () => {
    const [first, second] = priced([price('10.00', 0n), price('9.00', 2000n)], [thing, thing]);
    expect(first?.line?.gross).toBe(1000n);
    expect(second?.line?.gross).toBe(1000n);
  });
});
