import { defaultConventions, type Conventions } from '../conventions.js';
import type { PricedBasket } from '../priced-basket.js';
import { isAskedFor, type PromotionTerms } from '../promotions/promotion.js';
import { outsideWindow } from '../promotions/window.js';
import { byTheirIds, type Called } from './called.js';
import { groupSentence } from './group-sentences.js';
import { priceSentences } from './price-sentences.js';
import { promotionSentences } from './promotion-sentences.js';
import { taxSentence } from './tax-sentences.js';

const ties: Readonly<Record<Conventions['rounding'], string>> = {
  HALF_UP: 'Half a minor unit is rounded up',
  HALF_DOWN: 'Half a minor unit is rounded down',
  HALF_EVEN: 'Half a minor unit is rounded to the even one',
};

const taxLevels: Readonly<Record<Conventions['taxRounding'], string>> = {
  LINE: 'tax is rounded once on each line',
  UNIT: 'tax is rounded on each unit',
  DOCUMENT: 'tax is rounded once on the sum of each rate, and shared out to the lines',
};

const remainders: Readonly<Record<Conventions['remainder'], string>> = {
  LARGEST_REMAINDER: 'to the largest remainders',
  FIRST: 'to the first',
  LAST: 'to the last',
  LARGEST_WEIGHT: 'to the largest',
};

/** Sentences that belong together. */
export interface Section {
  readonly title: string;
  /** One that begins with blanks goes on from the one before it. */
  readonly told: readonly string[];
}

/**
 * Why a basket came out as it did, for people to read; nothing where it was priced without a trace.
 * @param rules promotions of the terms: of those that were not even visited it is said why
 * @param zone where the clocks are read by which they hold
 */
export function sections(
  priced: PricedBasket,
  { rules, zone }: { readonly rules: readonly PromotionTerms[]; readonly zone: string },
  called: Called = byTheirIds,
): Section[] {
  const { lines, shipping, currency, refusedCodes, trace } = priced;
  if (!trace) return [];
  const prices = trace.lines.flatMap((each, index) => {
    const line = lines[index];
    return line ? priceSentences(line, each, currency, called) : [];
  });
  const promotions = trace.promotions.flatMap((each) => promotionSentences(each, currency, called));
  const groups = trace.groups.map((each) => groupSentence(each, currency, called));
  const visited = new Set<string>(trace.promotions.map(({ promotionId }) => promotionId));
  const others = rules
    .filter((each) => !visited.has(each.id) && !isAskedFor(each))
    .map((each) => `${called(each.id)} cannot apply: ${whyNotVisited(each, zone, priced.at)}.`);
  const unknown = refusedCodes.flatMap(({ code, reason }) =>
    reason === 'UNKNOWN' ? [`${code} is no code of a promotion.`] : [],
  );
  const taxes = trace.lines.map(({ lineId, tax }) => taxSentence(lineId, tax, currency, called));
  const freight = shipping && trace.shippingTax ? [taxSentence('shipping', trace.shippingTax, currency, called)] : [];
  return [
    { title: 'Prices', told: prices },
    { title: 'Promotions, in the order of their turns', told: [...promotions, ...groups, ...others, ...unknown] },
    { title: 'Taxes', told: [...taxes, ...freight] },
    { title: 'Rounding', told: roundingSentences(trace.conventions) },
  ].filter(({ told }) => told.length > 0);
}

/** The sections as lines of a text. */
export function sentences(priced: PricedBasket, rules: readonly PromotionTerms[], zone = 'UTC'): string[] {
  return sections(priced, { rules, zone }).flatMap(({ title, told }) => [title, ...told.map((each) => `  ${each}`)]);
}

function whyNotVisited(promotion: PromotionTerms, zone: string, at: number): string {
  const outside = outsideWindow(promotion, zone, at);
  if (!outside) return 'nothing of what it asks for is in the basket';
  return outside.verdict === 'ENDED' ? 'it no longer holds' : 'it does not hold yet';
}

function roundingSentences(conventions: Conventions): string[] {
  const { rounding, taxRounding, remainder } = conventions;
  const first = `${ties[rounding]}; ${taxLevels[taxRounding]}; what a share leaves over goes ${remainders[remainder]}.`;
  const own = (Object.keys(conventions) as (keyof Conventions)[])
    .filter((key) => conventions[key] !== defaultConventions[key])
    .map((key) => `${key} ${conventions[key]}`);
  return own.length === 0 ? [first] : [first, `Other than the defaults: ${own.join(', ')}.`];
}
