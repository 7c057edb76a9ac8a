import type { FrozenPromise, Item } from '#cart/rules';
import { inputsOf, toJson, type TaxRelief, type Terms } from '#engine';
import { event, saleRecorded, type NewEvent } from '#events';
import type { SaleException } from '#exceptions';
import type { SoldGoods } from '#inventory';
import type { Context, Id, IdKind } from '#kernel';
import type { Entry } from '#ledger';
import { captureEntry, orderNews, saleEntry } from '#orders';
import type { Order } from '#orders/rules';
import { told, type Payment } from '#payments';
import { refusedCertificate } from './certificate.js';
import { expectedOf, taxesExpected } from './expected.js';
import { judged, skewOf } from './judge.js';
import { differenceEntry, goodsOf, orderOfSale, tendersOf } from './sale-order.js';
import { promisedSale } from './promised-sale.js';
import type { NewSale } from './sale.repository.js';
import { mostBehindSeconds, receiptNumber, soldAt, type ReportedSale } from './sale.js';
import type { StoreTill } from './store-till.js';
import type { UsedPromotions } from './used-promotions.js';

/** All that a sale writes. */
export interface BookedSale {
  readonly row: NewSale;
  /** Null: its number stands for no sale that can be read. */
  readonly order: Order | null;
  readonly tenders: readonly (Payment & { readonly part: number })[];
  readonly entries: readonly Entry[];
  readonly events: readonly NewEvent[];
  readonly exceptions: readonly SaleException[];
  readonly goods: readonly SoldGoods[];
  /** The codes that it uses up. */
  readonly codes: readonly string[];
  /** The price promise that it was sold by; null: none, or it was not for this. */
  readonly promiseId: Id<'pricePromise'> | null;
}

/** What a sale is booked with, beside itself. */
export interface BookingGround {
  readonly till: StoreTill;
  readonly context: Context;
  readonly terms: Terms;
  readonly items: readonly (Item | null)[];
  readonly used: UsedPromotions;
  /** The price promise that the sale names; null: none that there is. */
  readonly promise: FrozenPromise | null;
  /** What the certificate that the buyer has shown is known to free. */
  readonly taxReliefs: readonly TaxRelief[];
  readonly floorLimit: bigint | null;
  readonly orderNumber: string | null;
  /** The till's number. */
  readonly number: string;
  readonly now: Date;
  /** What the till's clock said as it sent. */
  readonly deviceTime: Date;
  /** Whether it is the first of its push. */
  readonly isFirst: boolean;
  /** Makes ids. */
  readonly newId: <K extends IdKind>(kind: K) => Id<K>;
}

/** Books a sale: the order that it is, how it was paid, what goes into the books and leaves the store, and what is odd about it. */
export function bookedSale(sale: ReportedSale, hash: string, ground: BookingGround): BookedSale {
  const { till, context, terms, items, used, number, now, newId } = ground;
  const { locationId, deviceId } = till;
  const id = newId('sale');
  const place = { channel: context.channel, locationId, taxReliefs: ground.taxReliefs };
  const promised = promisedSale(sale, items, ground.promise, context.channel.id);
  const expected = promised ?? expectedOf(sale, items, terms, place, used.once);
  const taxes = promised?.taxes ?? taxesExpected(sale, items, terms, place);
  const order = orderOf(sale, ground, taxes);
  const { rounding } = terms.conventions;
  const judgement = judged({
    sale,
    items,
    expected: expected?.priced ?? null,
    taxes,
    rounding,
    used,
    floorLimit: ground.floorLimit,
  });
  const odd = new Map(judgement);
  const certificate = refusedCertificate(sale, items, ground.taxReliefs, terms, context.channel.country);
  if (certificate) odd.set('RELIEF_REFUSED', certificate);
  const skew = (ground.isFirst ? skewOf(ground.deviceTime, now) : null) ?? misdated(sale, now);
  if (skew !== null) odd.set('CLOCK_SKEW', { seconds: skew });
  const paid = (order ? tendersOf(sale, order.id, () => newId('payment')) : []).map((tender) => {
    const { payment, events } = told(tender, () => newId('event'));
    return { tender: { ...payment, part: tender.part }, events };
  });
  const news = event(saleRecorded, newId('event'), id, 1n, {
    saleId: id,
    deviceId,
    locationId,
    receiptNumber: receiptNumber(number, sale.sequence),
    orderId: order?.id ?? null,
    soldAt: soldAt(sale).toISOString(),
    exceptions: [...odd.keys()],
  });
  return {
    row: {
      id,
      clientId: sale.saleId,
      sequence: sale.sequence,
      hash,
      orderId: order?.id ?? null,
      deviceTime: sale.deviceTime,
      clockOffsetSeconds: sale.clockOffsetSeconds,
      soldAt: soldAt(sale),
      snapshotId: sale.snapshotId,
      termsVersion: sale.termsVersion,
      receipt: toJson<object>(sale),
      expected: expected && inputsOf(expected, promised?.terms ?? terms),
    },
    order,
    tenders: paid.map(({ tender }) => tender),
    entries: order
      ? [
          saleEntry(newId('entry'), order),
          ...paid.map(({ tender }) => captureEntry(newId('entry'), tender)),
          differenceEntry(newId('entry'), sale, order),
        ]
      : [],
    events: [news, ...(order ? [orderNews(order, newId('event'))] : []), ...paid.flatMap(({ events }) => events)],
    exceptions: [...odd].map(([kind, facts]) => ({ id: newId('exception'), kind, saleId: id, locationId, facts })),
    goods: order ? goodsOf(order) : [],
    codes: order ? [...used.once.keys()] : [],
    promiseId: promised?.promiseId ?? null,
  };
}

function orderOf(
  sale: ReportedSale,
  { till, context, terms, items, used, orderNumber, now, newId }: BookingGround,
  taxes: ReturnType<typeof taxesExpected>,
): Order | null {
  if (orderNumber === null) return null;
  return orderOfSale(sale, {
    ...till,
    id: newId('order'),
    number: orderNumber,
    channelId: context.channel.id,
    locale: context.channel.locales[0] ?? 'en',
    ...{ items, used, terms, taxes },
    now,
  });
}

/** How far the sale would be in the future, or, below zero, longer ago than can be; null: neither. */
function misdated(sale: ReportedSale, now: Date): number | null {
  const skew = skewOf(soldAt(sale), now);
  return skew !== null && (skew > 0 || skew < -mostBehindSeconds) ? skew : null;
}
