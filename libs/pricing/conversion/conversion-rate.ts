import { rateScale, type ConversionRate, type PricePoints } from '#engine';
import { currencyOf, parseDecimal, priceScale, type Id, type Path } from '#kernel';
import { refused } from '../pricing.errors.js';

/** A rate as it is published: which there was none of the same two currencies and instant before. */
export interface PublishedRate extends ConversionRate {
  readonly id: Id<'conversionRate'>;
  readonly validFrom: number;
}

/** A rate as it is asked for: decimal texts. */
export interface RateInput {
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  /** From now on unless said. */
  readonly validFrom?: Date | null | undefined;
  readonly points?: { readonly step: string; readonly ending: string } | null | undefined;
}

/** The most that are published at a time. */
const mostRates = 1000;

/** The rates that are asked for, from now or later on: what was published before stays. @throws UserError naming the entry and the field */
export function ratesAt(inputs: readonly RateInput[], now: number, newId: () => Id<'conversionRate'>): PublishedRate[] {
  if (inputs.length > mostRates) throw refused.tooManyRates(mostRates, ['rates']);
  const seen = new Set<string>();
  return inputs.map((input, index) => {
    const path = ['rates', index];
    const [from, to] = [currencyOf(input.from, [...path, 'from']), currencyOf(input.to, [...path, 'to'])];
    if (from === to) throw refused.sameCurrency([...path, 'to']);
    const rate = parseDecimal(input.rate, rateScale, [...path, 'rate']);
    if (rate <= 0n) throw refused.rateZero([...path, 'rate']);
    const validFrom = input.validFrom?.getTime() ?? now;
    if (validFrom < now) throw refused.pastRate(now, [...path, 'validFrom']);
    const key = `${from} ${to} ${validFrom}`;
    if (seen.has(key)) throw refused.rateTwice(path);
    seen.add(key);
    return { id: newId(), from, to, rate, points: pointsAt(input.points, [...path, 'points']), validFrom, validTo: null };
  });
}

function pointsAt(input: RateInput['points'], path: Path): PricePoints | null {
  if (!input) return null;
  const step = parseDecimal(input.step, priceScale, [...path, 'step']);
  const ending = parseDecimal(input.ending, priceScale, [...path, 'ending']);
  if (step <= 0n) throw refused.stepZero([...path, 'step']);
  if (ending < 0n || ending >= step) throw refused.ending([...path, 'ending']);
  return { step, ending };
}
