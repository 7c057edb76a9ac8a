import { parseDecimal, type Path } from '#kernel';
import { rateScale, type ConversionRate } from '../prices/conversion.js';
import { about, fields, invalid, list, orNull, text, type Read } from './shape.js';
import { currency, instant, unitPrice } from './values.js';

const rate = text((given, path) => parseDecimal(given, rateScale, path), {
  pattern: '^(0|[1-9]\\d{0,8})(\\.\\d{1,9})?$',
  examples: ['1.0831'],
});

/** Published conversion rates. */
export const conversionRates = list(
  fields({
    from: about('The currency of the price.', currency),
    to: about('The currency of the basket.', currency),
    rate: about('What one unit of the first is in the second.', rate),
    validFrom: about(
      'The instant from which it holds, up to the next of the same currencies; always has unless said.',
      orNull(instant),
    ),
    points: about(
      'The points that converted prices are raised to: with step 1.00 and ending 0.95 they end in .95.',
      orNull(
        fields({
          step: about('How far they are apart.', unitPrice),
          ending: about('How far each is above a multiple of the step.', unitPrice),
        }),
      ),
    ),
  }),
);

/** The rates of a file. @throws UserError INVALID naming the path */
export function conversionRatesFrom(given: Read<typeof conversionRates>, path: Path): ConversionRate[] {
  return given.map((each, index) => {
    const { from, to, points, validFrom } = each;
    if (each.rate <= 0n) throw invalid('This must be above 0', [...path, index, 'rate']);
    if (points && points.ending >= points.step)
      throw invalid('This must be below the step', [...path, index, 'points', 'ending']);
    return { id: `${from}-${to}-${index + 1}`, from, to, rate: each.rate, points, validFrom, validTo: null };
  });
}
