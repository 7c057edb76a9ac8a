import type { Charge, PricedBasket } from './priced-basket.js';

/**
 * A short text that is the same for the same offer: what the buyer is shown of lines, quantities, amounts, shipping and
 * totals, whenever and under whichever version of the terms it was computed. A fingerprint, not a signature: it guards
 * against mistakes, and anybody can compute one.
 */
export function basketHash({ currency, lines, shipping, discounts, totals }: PricedBasket): string {
  const shown: string[] = [currency];
  for (const line of lines)
    shown.push('L', line.lineId, line.variantId, String(line.quantity), String(line.price?.amount), ...amounts(line));
  if (shipping) shown.push('S', shipping.methodId, ...amounts(shipping));
  for (const { promotionId, amount } of discounts) shown.push('D', promotionId, String(amount));
  shown.push('T', String(totals.net), String(totals.tax), String(totals.total));
  return fnv1a(shown.join('|'));
}

function amounts({ amount, discount, net, tax, gross }: Charge): string[] {
  return [amount, discount, net, tax, gross].map(String);
}

const utf8 = new TextEncoder();

/** FNV-1a, 64 bits, of the text's UTF-8: in two halves of plain numbers, far quicker than in one bigint. */
export function fnv1a(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of utf8.encode(text)) {
    // times 2^40 + 0x1b3, modulo 2^64
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * 0x1b3;
    low = product >>> 0;
    high = (high * 0x1b3 + (product - low) / 0x1_0000_0000 + mixed * 0x100) >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
