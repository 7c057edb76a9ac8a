import { compileTerms, everybody, type PriceCandidate, type PriceListTerms, type Terms, type TermsParts } from '#engine';
import { type Context, currencyOf, type Id, idOf, parseDecimal, priceScale, quantityScale, stranger } from '#kernel';
import { nothingCounted } from '#promotions/rules';
import { emptyContent, lineIdOf, noContact, type Cart, type CartContent, type CartLine } from './cart.js';
import type { Item, Items } from './item.js';
import type { CartChange, CartOperation, LaterAdd } from './operation.js';
import { nobodys } from './owner.js';

/** An instant for tests. */
export const noon = new Date(Date.UTC(2027, 2, 28, 12));

/** A variant by a name of one letter. */
export function variant(name: string): Id<'variant'> {
  return idOf('variant', name.toUpperCase().padStart(26, '0'));
}

/** The id of the line that holds the variant of this name. */
export const line = (name: string): string => lineIdOf(variant(name));

/** A decimal text as a quantity. */
export const qty = (text: string | number): bigint => parseDecimal(String(text), quantityScale);

/** A line: `aLine('A', 2)`. */
export function aLine(name: string, quantity: string | number = 1, over: Partial<CartLine> = {}): CartLine {
  return { id: line(name), variantId: variant(name), quantity: qty(quantity), seenPrice: null, ...over };
}

/** A cart of the web channel in euro. */
export function aCart({ content, ...over }: Partial<Omit<Cart, 'content'>> & { content?: Partial<CartContent> } = {}): Cart {
  return {
    id: idOf('cart', '0'.repeat(26)),
    channelId: idOf('channel', '0'.repeat(26)),
    currency: currencyOf('EUR'),
    locale: 'en',
    state: 'ACTIVE',
    version: 1,
    content: { ...emptyContent, ...content },
    contact: noContact,
    owner: nobodys,
    role: null,
    unit: null,
    taxReliefs: [],
    counted: nothingCounted,
    deviceId: null,
    successorId: null,
    isCurrent: false,
    name: null,
    createdAt: noon,
    updatedAt: noon,
    ...over,
  };
}

/** An operation of no device: `anOperation(add('A', 2))`. */
export function anOperation(change: CartChange, device?: string, sequence = 1): CartOperation {
  return { stamp: device === undefined ? null : { device, sequence }, change };
}

/** Adds one line. */
export function add(name: string, quantity: string | number = 1): CartChange {
  return { type: 'add', lines: [{ variantId: variant(name), quantity: qty(quantity) }] };
}

/** Sets one line, having seen a version. */
export function set(name: string, quantity: string | number, seenVersion: number): CartChange {
  return { type: 'set', seenVersion, lines: [{ lineId: line(name), quantity: qty(quantity) }] };
}

/** Removes one line, having seen a version. */
export function remove(name: string, seenVersion: number): CartChange {
  return { type: 'remove', seenVersion, lineIds: [line(name)] };
}

/** What somebody added at a version. */
export function later(name: string, quantity: string | number, version: number, device: string | null = null): LaterAdd {
  return { version, lineId: line(name), quantity: qty(quantity), device };
}

/** A candidate price of the base list. */
export function aPrice(amount: string, from = '0', over: Partial<PriceCandidate> = {}): PriceCandidate {
  return {
    id: `prc_${amount}` as Id<'price'>,
    listId: 'pl_base' as Id<'priceList'>,
    minQuantity: qty(from),
    amount: parseDecimal(amount, priceScale),
    compareAt: null,
    ...over,
  };
}

/** A variant on sale for 10.00, with so much of it in each location. */
export function anItem(
  name: string,
  { available = ['100'], ...over }: Partial<Item> & { available?: readonly string[] } = {},
): Item {
  const variantId = variant(name);
  return {
    variantId,
    productId: idOf('product', '0'.repeat(26)),
    face: { name: { en: `Thing ${name}`, de: `Ding ${name}` }, sku: name, slug: 'thing', image: null, options: [] },
    taxClassId: 'txc_standard' as Id<'taxClass'>,
    unit: 'PIECE',
    quantityStep: 1000n,
    tracked: true,
    requiresShipping: true,
    sellable: true,
    awaited: false,
    facts: null,
    prices: [aPrice('10.00')],
    stock: available.map((text, index) => ({
      counterId: `stock:${variantId}:loc_${index}`,
      locationId: `loc_${index}` as Id<'location'>,
      available: qty(text),
    })),
    ...over,
  };
}

/** Items by their variant. */
export function itemsBy(...items: readonly Item[]): Items {
  return new Map(items.map((item) => [item.variantId, item]));
}

/** A guest's request in the web channel. */
export function aContext({
  channel,
  ...over
}: Partial<Omit<Context, 'channel'>> & { channel?: Partial<Context['channel']> } = {}): Context {
  return {
    actor: { kind: 'guest' },
    channel: {
      id: idOf('channel', '0'.repeat(26)),
      code: 'web',
      currencies: [currencyOf('EUR')],
      locales: ['en', 'de'],
      country: 'DE',
      locationIds: [],
      paymentProviders: [],
      safetyStock: 0n,
      taxEntry: 'GROSS',
      taxProvider: 'table',
      taxFailure: 'REFUSE',
      ...channel,
    },
    currency: currencyOf('EUR'),
    locales: ['en', 'de'],
    buyer: stranger,
    requestId: 'req',
    ...over,
  };
}

/** The base list: EUR, gross, volume tiers. */
export const baseList: PriceListTerms = {
  id: 'pl_base' as Id<'priceList'>,
  code: 'base',
  entry: 'GROSS',
  tierMode: 'VOLUME',
  currency: currencyOf('EUR'),
  audience: everybody,
  priority: 0,
  validFrom: null,
  validTo: null,
};

/** Terms with the base list and 19 % in Germany. */
export function theTerms(over: Partial<TermsParts> = {}): Terms {
  const zoneId = 'txz_de' as Id<'taxZone'>;
  return compileTerms({
    version: 1n,
    channelId: idOf('channel', '0'.repeat(26)),
    lists: [baseList],
    promotions: [],
    taxZones: [{ id: zoneId, countries: ['DE'] }],
    taxRates: [
      {
        id: 'txr_de' as Id<'taxRate'>,
        classId: 'txc_standard' as Id<'taxClass'>,
        zoneId,
        name: 'VAT',
        percent: 19_000_000n,
        validFrom: null,
        validTo: null,
      },
    ],
    shippingMethods: [],
    ...over,
  });
}
