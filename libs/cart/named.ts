import { canonicalGtin, spellingsOf } from '#catalog/rules';
import type { Id, Quantity } from '#kernel';
import { notPurchasable } from './cart.errors.js';
import type { AddedLine, CartChange } from './operation.js';

/** What a line may name its variant by: what stands on the thing, or on its packaging. */
export type NamedBy = 'sku' | 'gtin';

/** A line that names its variant by what stands on it: scanned at a till, typed into a quick order. */
export interface NamedLine {
  readonly by: NamedBy;
  readonly name: string;
  readonly quantity: Quantity;
}

/** A change as somebody wishes it: what is added may still be named by SKU or GTIN. */
export type CartWish = CartChange | { readonly type: 'addNamed'; readonly lines: readonly (AddedLine | NamedLine)[] };

/** A wish that may come with a price promise: the promise is looked up before the wish is decided on. */
export type GivenWish = CartWish | { readonly type: 'presentPromise'; readonly promise: string };

/** The names that a read has to look up. */
export interface Names {
  readonly any: boolean;
  readonly skus: readonly string[];
  /** In every spelling. */
  readonly gtins: readonly string[];
}

/** Nothing to look up. */
export const noNames: Names = { any: false, skus: [], gtins: [] };

/** A variant that was found by a name. */
export interface NamedVariant {
  readonly id: string;
  readonly sku: string | null;
  readonly gtin: string | null;
}

/** What has to be looked up before the wishes can be decided on. */
export function namesIn(wishes: readonly CartWish[]): Names {
  const lines = wishes.flatMap((wish) => (wish.type === 'addNamed' ? wish.lines : [])).filter(isNamed);
  if (!lines.length) return noNames;
  const named = (by: NamedBy) => lines.filter((line) => line.by === by).map(({ name }) => name);
  return { any: true, skus: named('sku'), gtins: named('gtin').flatMap(spellingsOf) };
}

/** The variants that a wish names by their ids. */
export function knownIn({ lines }: Extract<CartWish, { type: 'addNamed' }>): Id<'variant'>[] {
  return lines.flatMap((line) => (isNamed(line) ? [] : [line.variantId]));
}

/** The wish as a change of variants. @throws UserError NOT_PURCHASABLE when nothing bears the name */
export function changeOf(wish: CartWish, found: readonly NamedVariant[]): CartChange {
  if (wish.type !== 'addNamed') return wish;
  const lines = foundLines(wish, found).map((line, index): AddedLine => {
    if (isNamed(line)) throw notPurchasable(['lines', index, line.by]);
    return line;
  });
  return { type: 'add', lines };
}

/** The lines with their variants; one whose name nothing bears is still named by it. */
export function foundLines(
  { lines }: { readonly lines: readonly (AddedLine | NamedLine)[] },
  found: readonly NamedVariant[],
): (AddedLine | NamedLine)[] {
  const ids = new Map(
    found.flatMap(({ id, sku, gtin }) => [
      ...(sku === null ? [] : [[`sku ${sku}`, id] as const]),
      ...(gtin === null ? [] : [[`gtin ${canonicalGtin(gtin)}`, id] as const]),
    ]),
  );
  return lines.map((line) => {
    if (!isNamed(line)) return line;
    const { by, name, quantity } = line;
    const variantId = ids.get(by === 'sku' ? `sku ${name}` : `gtin ${canonicalGtin(name)}`);
    return variantId === undefined ? line : { variantId: variantId as Id<'variant'>, quantity, by };
  });
}

/** Whether it is still named by what stands on it. */
export function isNamed(line: AddedLine | NamedLine): line is NamedLine {
  return 'name' in line;
}
