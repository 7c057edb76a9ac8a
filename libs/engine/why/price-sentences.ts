import { formatShort, formatUnitPrice, quantityScale, type CurrencyCode } from '#kernel';
import type { PricedLine } from '../priced-basket.js';
import type { Admission, PriceLevel } from '../prices/audience.js';
import type { PriceVerdict } from '../prices/choose-price.js';
import { rateScale, type Conversion } from '../prices/conversion.js';
import type { LineTrace } from '../trace.js';
import type { Called } from './called.js';

const verdicts: Readonly<Record<Exclude<PriceVerdict, 'TAKEN'>, string>> = {
  BAND: 'prices a part of the quantity',
  OUTRANKED: 'another price goes before it',
  DEARER: 'another price is lower',
  DEARER_SALE: 'it is a sale price, and the regular one is lower',
  BEYOND_CAP: 'prices what is beyond the cap of a contract',
  CAP_REACHED: 'nothing is left of a cap of its contract',
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
    : line.capped
      ? `${what}: a cap of a contract is reached, and there is no price for what is beyond it, so it cannot be bought.`
      : `${what}: there is no price for this buyer${line.gift ? '' : ', so it cannot be bought'}.`;
  const given = line.gift ? [`  A gift of ${called(line.gift)}.`] : [];
  const converted = line.price?.converted ? [conversionSentence(line.price.converted)] : [];
  const others = candidates.flatMap(({ priceId, verdict }) =>
    verdict === 'TAKEN' ? [] : [`  ${isAlso(verdict) ? 'Also' : 'Not'} ${called(priceId)}: ${verdicts[verdict]}.`],
  );
  return [first, ...given, ...(line.price ? partSentences(line, currency) : []), ...converted, ...others];
}

function isAlso(verdict: PriceVerdict): boolean {
  return verdict === 'BAND' || verdict === 'BEYOND_CAP';
}

/** What the units cost that caps have told apart. */
function partSentences({ capped }: PricedLine, currency: CurrencyCode): string[] {
  if (!capped || capped.parts.length < 2) return [];
  const parts = capped.parts.map(
    ({ from, to, price }) => `${formatShort(to - from, quantityScale)} at ${formatUnitPrice(price.amount, currency)}`,
  );
  return [`  A cap of a contract is reached: ${parts.join(', then ')}.`];
}

function conversionSentence({ from, amount, rate }: Conversion): string {
  return `  Converted from ${formatUnitPrice(amount, from)} ${from} at the published rate ${formatShort(rate, rateScale)}.`;
}

function admitted({ level, by }: Admission, called: Called): string {
  return by === null ? levels[level] : `${levels[level]}, ${called(by)}`;
}
