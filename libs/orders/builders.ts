import { compileTerms, everybody, parseAction, type Terms, type TermsParts } from '#engine';
import { reprice, type Cart, type Item, type PricedCart } from '#cart/rules';
import {
  type Context,
  currencyOf,
  type Id,
  idOf,
  parseDecimal,
  percentScale,
  priceScale,
  quantityScale,
  stranger,
} from '#kernel';
import { nothingCounted } from '#promotions/rules';
import { orderOf, type Order } from './order.js';

/** An instant for tests. */
export const noon = new Date(Date.UTC(2027, 2, 28, 12));

const euro = currencyOf('EUR');
const same = '0'.repeat(26);

/** A guest at the web channel, which sells in euro in the Netherlands. */
export const context: Context = {
  actor: { kind: 'guest' },
  channel: {
    id: idOf('channel', same),
    code: 'web',
    currencies: [euro],
    locales: ['en'],
    country: 'NL',
    locationIds: [idOf('location', same)],
    paymentProviders: ['sandbox', 'manual'],
    safetyStock: 0n,
    taxEntry: 'GROSS',
    taxProvider: 'table',
    taxFailure: 'REFUSE',
  },
  currency: euro,
  locales: ['en'],
  buyer: stranger,
  requestId: 'request',
};

/** 21 % in the Netherlands, a parcel at 4.95 gross, the code TEN for 10 % off, limited. */
export function theTerms(entry: 'NET' | 'GROSS' = 'GROSS', over: Partial<TermsParts> = {}): Terms {
  const open = { validFrom: null, validTo: null };
  const classId = idOf('taxClass', same);
  const zoneId = idOf('taxZone', same);
  return compileTerms({
    version: 7n,
    channelId: context.channel.id,
    lists: [
      {
        id: idOf('priceList', same),
        code: 'base',
        entry,
        tierMode: 'VOLUME',
        currency: euro,
        audience: everybody,
        priority: 0,
        ...open,
      },
    ],
    promotions: [
      {
        id: idOf('promotion', same),
        name: { en: 'Ten off' },
        code: 'TEN',
        lane: 'ORDER',
        sequence: 0,
        conditions: [],
        action: parseAction({ type: 'percent_off_order', percent: '10' }, 'ORDER'),
        version: 1n,
        limited: true,
        ...open,
      },
    ],
    taxZones: [{ id: zoneId, countries: ['NL'] }],
    taxRates: [{ id: idOf('taxRate', same), classId, zoneId, name: 'VAT', percent: parseDecimal('21', percentScale), ...open }],
    shippingMethods: [
      {
        id: idOf('shippingMethod', same),
        code: 'parcel',
        name: { en: 'Parcel' },
        kind: 'FLAT_RATE',
        countries: [],
        taxClassId: classId,
        rates: new Map([[euro, { amount: parseDecimal('4.95', priceScale), entry: 'GROSS' }]]),
      },
    ],
    ...over,
  });
}

/** What to put into a cart: lines of a price and a quantity, and how it is bought. */
export interface CartWish {
  readonly lines?: readonly { readonly price: string; readonly quantity?: string; readonly item?: Partial<Item> }[];
  readonly codes?: readonly string[];
  readonly shipped?: boolean;
  readonly cart?: Partial<Cart>;
}

/** A cart that can be placed, priced on the terms. */
export function aPricedCart(wish: CartWish = {}, terms = theTerms()): PricedCart {
  const { lines = [{ price: '10.00' }], codes = [], shipped = true, cart = {} } = wish;
  const bought = lines.map(({ price, quantity = '1', item }, index) => {
    const variantId = idOf('variant', String(index + 1).padStart(26, '0'));
    return {
      item: anItem(variantId, price, item),
      line: { id: `line_${String(index + 1)}`, variantId, quantity: parseDecimal(quantity, quantityScale), seenPrice: null },
    };
  });
  const address = { name: 'Ada', line1: '1 Test Street', city: 'Utrecht', country: 'NL' };
  return reprice(
    {
      id: idOf('cart', same),
      channelId: context.channel.id,
      currency: euro,
      locale: 'en',
      state: 'ACTIVE',
      version: 3,
      content: {
        lines: bought.map(({ line }) => line),
        codes,
        shippingMethodId: shipped ? idOf('shippingMethod', same) : null,
        devices: {},
      },
      contact: { email: 'ada@example.test', purchaseOrderNumber: null, shippingAddress: address, billingAddress: null },
      owner: { customerId: null, organizationId: null },
      role: null,
      deviceId: null,
      unit: null,
      taxReliefs: [],
      counted: nothingCounted,
      isCurrent: false,
      name: null,
      successorId: null,
      createdAt: noon,
      updatedAt: noon,
      ...cart,
    },
    new Map(bought.map(({ item }) => [item.variantId, item])),
    terms,
    context,
    noon,
  );
}

/** The order that such a cart becomes, placed at once. */
export function anOrder(wish: CartWish = {}, terms = theTerms(), over: Partial<Order> = {}): Order {
  const made = {
    id: idOf('order', same),
    number: '100001',
    state: 'PLACED',
    placedAt: noon,
    expiresAt: null,
    channelId: context.channel.id,
    deviceId: null,
  } as const;
  return { ...orderOf(aPricedCart(wish, terms), made, 0n), ...over };
}

function anItem(variantId: Id<'variant'>, price: string, over: Partial<Item> = {}): Item {
  const [locationId] = context.channel.locationIds;
  return {
    variantId,
    productId: idOf('product', same),
    face: { name: { en: 'Mug' }, sku: 'MUG', slug: 'mug', image: null, options: [] },
    taxClassId: idOf('taxClass', same),
    unit: 'PIECE',
    quantityStep: 1000n,
    tracked: true,
    requiresShipping: true,
    sellable: true,
    awaited: false,
    facts: null,
    prices: [
      {
        id: idOf('price', same),
        listId: idOf('priceList', same),
        minQuantity: 0n,
        amount: parseDecimal(price, priceScale),
        compareAt: null,
      },
    ],
    stock: locationId ? [{ counterId: `stock:${variantId}:${locationId}`, locationId, available: 5000n }] : [],
    ...over,
  };
}
