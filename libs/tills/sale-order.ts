import { noContact, type Item } from '#cart/rules';
import { sumByRate, type PricedLine, type TaxAmount, type Terms } from '#engine';
import { inLanguage, type Id } from '#kernel';
import type { SoldGoods } from '#inventory';
import { credit, debit, entry, type Entry } from '#ledger';
import type { Order, OrderLine } from '#orders/rules';
import { tillCard, tillCash, type Payment } from '#payments';
import { charged, paidIn, soldAt, type ReportedLine, type ReportedSale } from './sale.js';
import type { UsedPromotions } from './used-promotions.js';

/** What an order of a till is made of, beside the sale. */
export interface SaleGround {
  readonly id: Id<'order'>;
  readonly number: string;
  readonly channelId: Id<'channel'>;
  readonly deviceId: Id<'accessKey'>;
  readonly locationId: Id<'location'>;
  readonly locale: string;
  /** The variants of its lines, by line; null: nobody knows what was sold. */
  readonly items: readonly (Item | null)[];
  readonly used: UsedPromotions;
  readonly terms: Terms;
  /** The tax that the shop would have charged on what was charged, by line. */
  readonly taxes: ReadonlyMap<number, Pick<PricedLine, 'tax' | 'taxes'>>;
  readonly now: Date;
}

/** The order that a sale is: placed when it was sold, for what its lines were charged at. */
export function orderOfSale(sale: ReportedSale, ground: SaleGround): Order {
  const lines = sale.lines.map((line, index) => orderLine(sale, line, index, ground));
  const sum = (of: 'net' | 'tax' | 'gross') => lines.reduce((all, line) => all + line[of], 0n);
  const { id, number, channelId, deviceId, locale, now } = ground;
  const sold = soldAt(sale);
  return {
    ...{ id, number, channelId, deviceId, locale },
    cartId: null,
    owner: { customerId: null, organizationId: null },
    currency: sale.currency,
    state: 'PLACED',
    cancelReason: null,
    contact: noContact,
    net: sum('net'),
    tax: sum('tax'),
    total: sum('gross'),
    reimbursed: 0n,
    lines,
    shipping: null,
    discounts: ground.used.found.map((promotion) => ({
      promotionId: promotion.id,
      code: promotion.code,
      name: promotion.name,
      limited: promotion.limited,
      amount: promotion.amount,
    })),
    taxes: sumByRate(lines.map((line, index) => ({ taxes: taxesOf(line, ground.taxes.get(index)) }))),
    version: 1,
    createdAt: now,
    // a clock that is ahead of us sells nothing in the future
    placedAt: sold > now ? now : sold,
    expiresAt: null,
  };
}

/** How the sale was paid: what the till has, it has. */
export function tendersOf(
  sale: ReportedSale,
  orderId: Id<'order'>,
  ids: () => Id<'payment'>,
): (Payment & { readonly part: number })[] {
  return sale.tenders.map(({ kind, amount, reference }, index) => {
    const id = ids();
    return {
      ...{ id, orderId, amount },
      provider: (kind === 'CASH' ? tillCash : tillCard).code,
      currency: sale.currency,
      state: 'CAPTURED',
      instrument: null,
      providerReference: reference ?? id,
      failureCode: null,
      version: 0,
      part: index + 1,
    };
  });
}

/** What the till took more than the sale comes to, or less: the buyer owes nothing either way. */
export function differenceEntry(id: Id<'entry'>, sale: ReportedSale, { id: orderId, total, currency }: Order): Entry {
  const over = paidIn(sale) - total;
  return entry({ id, orderId, currency, postings: [debit('receivable', over), credit('till_differences', over)] });
}

/** What left the store with the order, a variant once. */
export function goodsOf({ id, lines }: Order): SoldGoods[] {
  const goods = new Map<Id<'variant'>, SoldGoods>();
  for (const { variantId, locationId, quantity } of lines) {
    if (variantId === null || locationId === null) continue;
    goods.set(variantId, { owner: id, variantId, quantity: quantity + (goods.get(variantId)?.quantity ?? 0n) });
  }
  return [...goods.values()];
}

function orderLine(
  sale: ReportedSale,
  line: ReportedLine,
  index: number,
  { items, locale, locationId, terms }: SaleGround,
): OrderLine {
  const item = items[index] ?? null;
  const { amount, net, gross } = charged(line, sale, terms.conventions.rounding);
  return {
    position: index + 1,
    lineId: `line_${String(index + 1)}`,
    variantId: item?.variantId ?? null,
    sku: item ? item.face.sku : line.sku,
    name: item ? inLanguage(item.face.name, [locale]) : (line.text ?? line.sku ?? line.gtin ?? line.variantId ?? ''),
    slug: item?.face.slug ?? '',
    image: item?.face.image ?? null,
    options: item?.face.options ?? [],
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    entry: sale.entry,
    amount,
    discount: line.discount,
    net,
    tax: line.tax,
    gross,
    locationId: item?.tracked ? locationId : null,
    reimbursed: 0n,
    discounts: [],
    units: [],
    gift: null,
  };
}

/** The tax as it was charged, under the rates that the shop knows for it: what was charged otherwise counts to the first. */
function taxesOf({ tax, entry: basis }: OrderLine, expected: Pick<PricedLine, 'tax' | 'taxes'> | undefined): TaxAmount[] {
  if (!expected) return [];
  const more = tax - expected.tax;
  return expected.taxes.map((each, index) =>
    index === 0 ? { ...each, base: basis === 'GROSS' ? each.base - more : each.base, amount: each.amount + more } : each,
  );
}
