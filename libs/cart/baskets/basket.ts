import type { Terms } from '#engine';
import type { Context } from '#kernel';
import { change } from '../change.js';
import { lineIdOf, type Cart } from '../cart.js';
import type { Items } from '../item.js';
import { isNamed, type NamedLine } from '../named.js';
import type { AddedLine } from '../operation.js';
import type { Problem } from '../problem.js';
import { reprice, type PricedCart } from '../reprice.js';
import type { BasketWish } from './basket.input.js';

/** A basket as a cart would be priced that holds it. */
export interface PricedWish {
  readonly of: PricedCart;
  readonly terms: Terms;
  /** In which it is sold. */
  readonly context: Context;
  /** By line: the places of the lines that asked for it. */
  readonly asked: ReadonlyMap<string, readonly number[]>;
}

/** What a wish is priced with. */
interface Ground {
  readonly wish: BasketWish;
  /** Without lines. */
  readonly cart: Cart;
  readonly items: Items;
  /** The wished lines: those that are still named by something name what there is not. */
  readonly lines: readonly (AddedLine | NamedLine)[];
  readonly terms: Terms;
  readonly context: Context;
}

/** Prices a wish by the one way from a cart to its amounts. @throws UserError when a line holds too much */
export function pricedWish({ wish, cart, items, lines, terms, context }: Ground): PricedWish {
  const { codes, shippingMethodId, paymentMethod } = wish;
  const asked = new Map<string, number[]>();
  const missing: Problem[] = [];
  const known = lines.flatMap((line, place) => {
    if (isNamed(line)) {
      missing.push(unknownName(line, place));
      return [];
    }
    const id = lineIdOf(line.variantId);
    asked.set(id, [...(asked.get(id) ?? []), place]);
    return [line];
  });
  const { content } = change(cart, { stamp: null, change: { type: 'add', lines: known } }, []);
  const filled = { ...cart, content: { ...content, codes, shippingMethodId } };
  const of = reprice(filled, items, terms, context, cart.createdAt, paymentMethod === null ? {} : { paymentMethod });
  return { of: { ...of, problems: [...missing, ...of.problems] }, terms, context, asked };
}

function unknownName({ by, name }: NamedLine, place: number): Problem {
  const message = 'nothing that is sold here bears this name';
  return { code: 'NOT_PURCHASABLE', severity: 'BLOCKING', message, lineId: null, facts: { asked: place, [by]: name } };
}
