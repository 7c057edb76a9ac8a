import { formatShort, formatUnitPrice, quantityScale, type CurrencyCode } from '#kernel';
import type { PricedLine } from '../priced-basket.js';
import type { Admission, PriceLevel } from '../prices/audience.js';
import type { PriceVerdict } from '../prices/choose-price.js';
import type { LineTrace } from '../trace.js';
import type { Called } from './called.js';

const verdicts: Readonly<Record<Exclude<PriceVerdict, 'TAKEN'>, string>> = {
  BAND: 'prices a part of the quantity',
  OUTRANKED: 'another price goes before it',
  DEARER: 'another price is lower',
  DEARER_SALE: 'it is a sale price, and the regular one is lower',
  BELOW_TIER: 'the quantity does not reach it',
  LIST_UNKNOWN: 'its list is not among the terms',
  OTHER_CURRENCY: 'it is in another currency',
  OTHER_AUDIENCE: 'it is for others',
  NOT_STARTED: 'it does not hold yet',
  ENDED: 'it no longer holds',
};

const levels: Readonly<Record<PriceLevel, string>> = {
  OWN_UNIT: "the buyer's own unit",
  ANCESTOR: "a unit above the buyer's",
  CUSTOMER: 'the customer',
  SEGMENT: 'a segment of the buyer',
  GROUP: 'a group of the customer',
  STORE: 'the store',
  COUNTRY: 'the country',
  CHANNEL: 'the channel',
  BASE: 'everybody',
};

/** Why a line has the price that it has: which candidates there were, and what became of each. */
export function priceSentences(
  line: PricedLine,
  { candidates, tierQuantity }: LineTrace,
  currency: CurrencyCode,
  called: Called,
): string[] {
  const what = called(line.lineId);
  const quantity = formatShort(line.quantity, quantityScale);
  const counted = tierQuantity === line.quantity ? '' : ` Tiers are read with ${formatShort(tierQuantity, quantityScale)}.`;
  const first = line.price
    ? `${what}: ${quantity} at ${formatUnitPrice(line.price.amount, currency)} ${line.entry.toLowerCase()}, the price ${called(line.price.id)}, whose list is for ${admitted(line.price.admittedBy, called)}.${counted}`
    : `${what}: there is no price for this buyer, so it cannot be bought.`;
  const others = candidates.flatMap(({ priceId, verdict }) =>
    verdict === 'TAKEN' ? [] : [`  ${verdict === 'BAND' ? 'Also' : 'Not'} ${called(priceId)}: ${verdicts[verdict]}.`],
  );
  return [first, ...others];
}

function admitted({ level, by }: Admission, called: Called): string {
  return by === null ? levels[level] : `${levels[level]}, ${called(by)}`;
}
