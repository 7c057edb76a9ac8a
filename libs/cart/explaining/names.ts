import type { Called, PricedBasket } from '#engine';
import { formatShort, quantityScale } from '#kernel';
import type { Explained } from './explained.js';

/** What lines, promotions, prices, tax classes and zones are called, for people. */
export function namesIn(
  { basket, terms, lineNames }: Explained,
  { trace }: PricedBasket,
  promotionNames: ReadonlyMap<string, string>,
): Called {
  const called = new Map<string, string>([...lineNames, ...promotionNames]);
  for (const { prices } of [...basket.lines, ...(basket.gifts ?? [])])
    for (const { id, listId, minQuantity } of prices) {
      const list = terms.lists.get(listId)?.code ?? listId;
      called.set(id, minQuantity > 0n ? `${list} from ${formatShort(minQuantity, quantityScale)}` : list);
    }
  for (const { tax } of [...(trace?.lines ?? []), ...(trace?.shippingTax ? [{ tax: trace.shippingTax }] : [])]) {
    if (tax.classId !== null) called.set(tax.classId, 'its tax class');
    if (tax.zoneId !== null) called.set(tax.zoneId, `the tax zone of ${basket.country}`);
  }
  return (id) => called.get(id) ?? id;
}
