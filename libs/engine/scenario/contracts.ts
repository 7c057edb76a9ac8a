import { parseMoney, type CurrencyCode, type Id, type Path } from '#kernel';
import type { Basket } from '../basket.js';
import type { CapTerms, ContractTerms } from '../prices/contract.js';
import { boughtKey } from '../prices/question.js';
import { about, fields, invalid, name, named, optional, orNull, type Read } from './shape.js';
import { amountText, fromQuantity, quantity } from './values.js';

/** How much may be had at the prices of a list, and what counts towards its tiers. */
export const contract = fields({
  number: about("The contract's number.", name),
  caps: about(
    'By name: so much of something, in all, at its prices.',
    optional(
      named(
        fields({
          quantity: about('How much of it, in units; either this or amount.', orNull(quantity)),
          amount: about("What it may come to at the contract's prices, as entered.", orNull(amountText)),
          variant: about('Of a variant; of all that the list prices where nothing is said.', orNull(name)),
          product: about('Of a product.', orNull(name)),
          tierGroup: about('Of what shares this value of the attribute of tier groups.', orNull(name)),
          left: about('What is left of it; all unless said.', orNull(amountText)),
        }),
      ),
      [],
    ),
  ),
  bought: about('By variant: what was bought at its prices before.', optional(named(fromQuantity), [])),
});

type Said = Read<typeof contract>;

/** What a basket is told of contracts. */
export type KnownOfContracts = Pick<Basket, 'capsLeft' | 'bought'>;

/** The contract of a list, and what is left of it. @throws UserError INVALID naming the path */
export function contractFrom(
  { number, caps, bought }: Said,
  listId: string,
  currency: CurrencyCode,
  path: Path,
): { readonly terms: ContractTerms; readonly known: Required<KnownOfContracts> } {
  const read = caps.map(([id, cap]) => capFrom(id, cap, currency, [...path, 'caps', id]));
  return {
    terms: { number, caps: read.map((cap) => cap.terms) },
    known: {
      capsLeft: Object.fromEntries(read.map(({ terms, left }) => [terms.id, left])),
      bought: Object.fromEntries(bought.map(([variant, before]) => [boughtKey(listId, variant), before])),
    },
  };
}

function capFrom(
  id: string,
  { quantity: units, amount, variant, product, tierGroup, left }: Said['caps'][number][1],
  currency: CurrencyCode,
  path: Path,
): { readonly terms: CapTerms; readonly left: bigint } {
  if ((units === null) === (amount === null)) throw invalid('A cap has either a quantity or an amount', path);
  const named = [['VARIANT', variant] as const, ['PRODUCT', product] as const, ['TIER_GROUP', tierGroup] as const].filter(
    ([, value]) => value !== null,
  );
  if (named.length > 1) throw invalid('A cap is of one thing: a variant, a product or a tierGroup', path);
  const [of, value] = named[0] ?? (['ALL', null] as const);
  const minor = (text: string, field: string): bigint => parseMoney(text, currency, [...path, field]).minor;
  const limit = units ?? minor(amount ?? '0', 'amount');
  const terms: CapTerms = {
    id: id as Id<'contractCap'>,
    measure: units === null ? 'AMOUNT' : 'QUANTITY',
    limit,
    of,
    value,
  };
  if (left === null) return { terms, left: limit };
  return { terms, left: units === null ? minor(left, 'left') : fromQuantity.read(left, [...path, 'left']) };
}
