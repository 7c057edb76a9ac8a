import { defaultConventions, type Conventions } from '../../conventions.js';
import type { PricedBasket } from '../../priced-basket.js';
import type { PromotionTerms } from '../../promotions/promotion.js';
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

/**
 * Why a basket came out as it did, for people to read; nothing where it was priced without a trace.
 * @param rules all promotions of the terms: of those that were not even visited it is said why
 */
export function sentences(priced: PricedBasket, rules: readonly PromotionTerms[]): string[] {
  const { lines, shipping, currency, refusedCodes, trace } = priced;
  if (!trace) return [];
  const prices = trace.lines.flatMap((each, index) => {
    const line = lines[index];
    return line ? priceSentences(line, each, currency) : [];
  });
  const promotions = trace.promotions.flatMap((each) => promotionSentences(each, currency));
  const groups = trace.groups.map((each) => groupSentence(each, currency));
  const visited = new Set<string>(trace.promotions.map(({ promotionId }) => promotionId));
  const others = rules.flatMap(({ id, code }) =>
    visited.has(id) || code !== null ? [] : [`${id} cannot apply: nothing of what it asks for is in the basket.`],
  );
  const unknown = refusedCodes.flatMap(({ code, reason }) =>
    reason === 'UNKNOWN' ? [`${code} is no code of a promotion.`] : [],
  );
  const taxes = trace.lines.map(({ lineId, tax }) => taxSentence(lineId, tax, currency));
  const freight = shipping && trace.shippingTax ? [taxSentence('shipping', trace.shippingTax, currency)] : [];
  return [
    ...section('Prices', prices),
    ...section('Promotions, in the order of their turns', [...promotions, ...groups, ...others, ...unknown]),
    ...section('Taxes', [...taxes, ...freight]),
    ...section('Rounding', roundingSentences(trace.conventions)),
  ];
}

function section(title: string, told: readonly string[]): string[] {
  return told.length === 0 ? [] : [title, ...told.map((each) => `  ${each}`)];
}

function roundingSentences(conventions: Conventions): string[] {
  const { rounding, taxRounding, remainder } = conventions;
  const first = `${ties[rounding]}; ${taxLevels[taxRounding]}; what a share leaves over goes ${remainders[remainder]}.`;
  const own = (Object.keys(conventions) as (keyof Conventions)[])
    .filter((key) => conventions[key] !== defaultConventions[key])
    .map((key) => `${key} ${conventions[key]}`);
  return own.length === 0 ? [first] : [first, `Other than the defaults: ${own.join(', ')}.`];
}
