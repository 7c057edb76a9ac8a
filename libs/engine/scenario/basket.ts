import { type CurrencyCode, type Id, type Path } from '#kernel';
import type { Basket, BasketLine, PriceCandidate } from '../basket.js';
import {
  about,
  choice,
  fields,
  list,
  name,
  named,
  optional,
  orNull,
  text,
  textOrList,
  whole,
  type Read,
  type Shape,
} from './shape.js';
import { standardClass } from './taxes.js';
import { checkedIds, checkedValidity, country, currency, quantity, unitPrice, validity } from './values.js';

const names: Shape<readonly string[]> = optional(list(name), []);
const word = text((given) => given, {});

/** What there is to know of the variants, by their name. */
export const items = named(
  fields({
    product: about('The product that it is a variant of; one of its own unless said.', orNull(name)),
    categories: about('The categories that it stands in, with those above them.', names),
    collections: about('The collections that it is in.', names),
    attributes: about('By the attribute: its value, or several.', optional(named(textOrList(word, list(word))), [])),
    taxClass: about('The kind of goods that it is taxed as. standard unless said.', optional(name, standardClass)),
    floorPrice: about('What a unit must not be sold below.', orNull(unitPrice)),
  }),
);

/** For whom it is bought. */
export const buyer = fields({
  customer: about('The customer; null or left out: nobody that is known.', orNull(name)),
  groups: about("The customer's groups.", names),
  segments: about("The buyer's segments.", names),
  organizations: about('The unit that it buys for, then those above it.', names),
  ordersBefore: about('How many orders it has placed before; unknown unless said.', orNull(whole(0, 1e9))),
  taxRelief: about(
    'Why it owes less tax than others.',
    orNull(
      fields({
        kind: choice(['EXEMPT', 'REVERSE_CHARGE']),
        proof: about('What shows it: a certificate, or the number that a check of the VAT id answered with.', name),
        classes: about('The classes that are freed; all unless said.', names),
        zones: about('The tax zones in which it counts; all unless said.', names),
        ...validity,
      }),
    ),
  ),
});

/** What is bought. */
export const basket = fields({
  currency: about('EUR unless said.', optional(currency, 'EUR' as CurrencyCode)),
  country: about('Where the goods go. NL unless said.', optional(country, 'NL')),
  store: about('The store in which it is sold.', orNull(name)),
  codes: about('As the buyer typed them.', optional(list(word), [])),
  shipping: about('One of the shippingMethods.', orNull(name)),
  payment: about('How the buyer means to pay.', orNull(name)),
  lines: about(
    'The goods.',
    list(
      fields({
        id: about('By which expect names it; its variant unless said.', orNull(name)),
        variant: about('By which price lists and items name it.', name),
        quantity: about('1 unless said.', optional(quantity, 1000n)),
      }),
    ),
  ),
});

/** The basket of a file. @throws UserError INVALID naming the path */
export function basketFrom(
  given: Read<typeof basket>,
  who: Read<typeof buyer> | null,
  known: Read<typeof items>,
  candidates: ReadonlyMap<string, readonly PriceCandidate[]>,
  paths: { readonly basket: Path; readonly buyer: Path },
): Basket {
  const byVariant = new Map(known);
  const lines = given.lines.map((line, index): BasketLine => {
    const { variant } = line;
    const item = byVariant.get(variant);
    const before = given.lines.slice(0, index).filter((other) => other.variant === variant).length;
    return {
      id: line.id ?? (before === 0 ? variant : `${variant}-${before + 1}`),
      variantId: variant as Id<'variant'>,
      quantity: line.quantity,
      taxClassId: (item?.taxClass ?? standardClass) as Id<'taxClass'>,
      prices: candidates.get(variant) ?? [],
      item: {
        productId: (item?.product ?? variant) as Id<'product'>,
        categoryIds: item?.categories ?? [],
        collectionIds: item?.collections ?? [],
        attributes: Object.fromEntries(
          (item?.attributes ?? []).map(([code, value]) => [code, typeof value === 'string' ? [value] : value]),
        ),
        floorPrice: item?.floorPrice ?? null,
      },
    };
  });
  checkedIds(lines, [...paths.basket, 'lines']);
  return {
    ...{ currency: given.currency, country: given.country, codes: given.codes, paymentMethod: given.payment, lines },
    locationId: given.store as Id<'location'> | null,
    shippingMethodId: given.shipping as Id<'shippingMethod'> | null,
    ...buyerFrom(who, paths.buyer),
  };
}

function buyerFrom(given: Read<typeof buyer> | null, path: Path): Pick<Basket, 'buyer' | 'ordersBefore' | 'taxReliefs'> {
  const relief = given?.taxRelief ?? null;
  return {
    buyer: {
      customerId: (given?.customer ?? null) as Id<'customer'> | null,
      groupIds: (given?.groups ?? []) as readonly Id<'customerGroup'>[],
      unitIds: (given?.organizations ?? []) as readonly Id<'organization'>[],
      segmentIds: (given?.segments ?? []) as readonly Id<'segment'>[],
    },
    ...(given?.ordersBefore != null && { ordersBefore: given.ordersBefore }),
    ...(relief !== null && {
      taxReliefs: [
        {
          ...{ kind: relief.kind, proof: relief.proof, ...checkedValidity(relief, [...path, 'taxRelief']) },
          classIds: relief.classes as readonly Id<'taxClass'>[],
          zoneIds: relief.zones as readonly Id<'taxZone'>[],
        },
      ],
    }),
  };
}
