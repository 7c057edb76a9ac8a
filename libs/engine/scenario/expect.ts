import { about, asWritten, choice, fields, list, name, named, optional, orNull, text, whole, type Shape } from './shape.js';
import { amountText, instant } from './values.js';

const word = text((given) => given, {});
const amounts = (keys: readonly string[]): Record<string, Shape<unknown>> =>
  Object.fromEntries(keys.map((key) => [key, optional(amountText, undefined)]));

const taxes = named(
  fields({
    name: optional(word, null),
    percent: optional(amountText, null),
    base: optional(amountText, null),
    amount: optional(amountText, null),
  }),
);
const charge = {
  entry: optional(choice(['NET', 'GROSS']), null),
  ...amounts(['amount', 'discount', 'net', 'tax', 'gross', 'reimbursed']),
  discounts: about('By promotion: what it takes off. All of them.', optional(named(amountText), null)),
  taxes: about('By tax rate. All of them.', optional(taxes, null)),
};
const line = fields({
  variant: optional(name, null),
  quantity: optional(amountText, null),
  price: about(
    'The price that was taken; null: it has none.',
    orNull(fields({ list: optional(name, null), amount: optional(amountText, null), compareAt: orNull(amountText) })),
  ),
  ...charge,
  units: about(
    'What each unit costs: those that cost the same are counted. All of them.',
    optional(
      list(
        fields({
          count: optional(whole(1, 1e6), null),
          ...amounts(['quantity', 'amount', 'discount', 'net', 'tax', 'gross']),
        }),
      ),
      null,
    ),
  ),
});

/** Parts of a result, as they must come out. */
export const expectation = asWritten(
  fields({
    at: optional(instant, null),
    currency: optional(name, null),
    lines: about('By line.', optional(named(line), null)),
    shipping: about('null: there is none.', orNull(fields({ method: optional(name, null), ...charge }))),
    discounts: about('By promotion: what it gives in all. All that apply.', optional(named(amountText), null)),
    gifts: about(
      'What is given in addition. All of it.',
      optional(
        list(fields({ promotion: optional(name, null), variant: optional(name, null), quantity: optional(amountText, null) })),
        null,
      ),
    ),
    refusedCodes: about(
      'By code in capitals: why it does not apply. All that do not.',
      optional(named(fields({ reason: optional(name, null), facts: optional(named(scalar()), null) })), null),
    ),
    taxes: about('By tax rate. All of them.', optional(taxes, null)),
    totals: about(
      'Of the basket.',
      optional(fields(amounts(['amount', 'discount', 'net', 'tax', 'shipping', 'reimbursed', 'total'])), null),
    ),
  }),
);

function scalar(): Shape<unknown> {
  return { schema: { type: ['string', 'number', 'boolean', 'null'] }, read: (value) => value };
}
