import type { CurrencyCode, Id, Percent, Quantity } from '#kernel';
import type { Basket } from '../basket.js';
import type { Conventions } from '../conventions.js';
import type { TaxGround } from '../taxes/ground.js';
import { levyPercent } from '../taxes/levy.js';
import type { PriceListTerms, Terms } from '../terms.js';
import type { Asker } from './audience.js';

/** What the quantity of a tier may be counted over. */
type TierScope = Conventions['tierScope'];

/** Who asks for the price, in which currency, of how much, when, and by which conventions it is chosen. */
export interface PriceQuestion {
  readonly asker: Asker;
  readonly currency: CurrencyCode;
  /** What tiers are read with, by what they are counted over. */
  readonly quantities: Readonly<Record<TierScope, Quantity>>;
  /** How much of that stands in earlier lines. */
  readonly before: Readonly<Record<TierScope, Quantity>>;
  readonly at: number;
  readonly conventions: Conventions;
  /** The tax of the goods: prices that were entered without and with tax are compared with it. */
  readonly taxPercent: Percent;
  /** The lists that may take the buyer's prices off those of another list. */
  readonly derived: readonly PriceListTerms[];
}

/** What a list's tiers are counted over. */
export function scopeOf({ tierScope }: Pick<PriceListTerms, 'tierScope'>, conventions: Conventions): TierScope {
  return tierScope ?? conventions.tierScope;
}

/** The question of each line, in the order of the lines. */
export function questionsOf(terms: Terms, basket: Basket, at: number, taxes: TaxGround): PriceQuestion[] {
  const { lines, currency } = basket;
  const { conventions, channelId } = terms;
  const asker = { ...basket, channelId };
  const derived = terms.derivedLists.of(asker);
  const [variants, products] = [new Map<string, Sum>(), new Map<string, Sum>()];
  const sums = lines.map((line) => ({
    line,
    variant: added(variants, line.variantId, line.quantity),
    // a variant of no known product counts by itself
    product: added(products, line.item?.productId ?? line.variantId, line.quantity),
  }));
  const percents = new Map<Id<'taxClass'>, Percent>();
  return sums.map(({ line: { quantity, taxClassId }, variant, product }) => {
    const quantities = { LINE: quantity, VARIANT: variant.all, PRODUCT: product.all };
    const before = { LINE: 0n, VARIANT: variant.seen, PRODUCT: product.seen };
    variant.seen += quantity;
    product.seen += quantity;
    const taxPercent = percents.get(taxClassId) ?? levyPercent(taxes.owed(taxClassId));
    percents.set(taxClassId, taxPercent);
    return { asker, currency, quantities, before, at, conventions, taxPercent, derived };
  });
}

/** How much there is of something: in all lines, and in those that have been asked for. */
interface Sum {
  all: Quantity;
  seen: Quantity;
}

function added(sums: Map<string, Sum>, key: string, quantity: Quantity): Sum {
  const sum = sums.get(key) ?? { all: 0n, seen: 0n };
  sums.set(key, sum);
  sum.all += quantity;
  return sum;
}
