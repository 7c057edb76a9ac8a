import type { CurrencyCode, Id, Percent, Quantity } from '#kernel';
import type { Basket, BasketLine } from '../basket.js';
import type { Conventions } from '../conventions.js';
import type { TaxGround } from '../taxes/ground.js';
import { levyPercent } from '../taxes/levy.js';
import type { PriceListTerms, Terms, TierScope } from '../terms.js';
import { admission, type Admission, type Asker, type Audience } from './audience.js';

/** Who asks for the price, in which currency, of how much, when, and by which conventions it is chosen. */
export interface PriceQuestion {
  readonly asker: Asker;
  /** What lets the asker have the prices of a list for this audience; null: nothing does. */
  readonly admittedBy: (audience: Audience) => Admission | null;
  readonly currency: CurrencyCode;
  /** What tiers are read with, by what they are counted over. */
  readonly counted: Readonly<Record<Conventions['tierScope'], Counted>>;
  /** The same over all lines that share a value of this attribute. */
  readonly grouped: (attribute: string) => Counted;
  /** What was bought of the variant at the prices of a list before. */
  readonly bought: (listId: string) => Quantity;
  readonly at: number;
  readonly conventions: Conventions;
  /** The tax of the goods: prices that were entered without and with tax are compared with it. */
  readonly taxPercent: Percent;
  /** The lists that may take the buyer's prices off those of another list. */
  readonly derived: readonly PriceListTerms[];
}

/** A quantity that tiers are read with: all of it, and how much of that comes before the line. */
export interface Counted {
  readonly all: Quantity;
  readonly before: Quantity;
}

/** What the tiers of a list are read with for the line that is asked about. */
export function countedIn({ id, tierScope, tierGroup }: PriceListTerms, question: PriceQuestion): Counted {
  const scope: TierScope = tierScope ?? question.conventions.tierScope;
  if (scope === 'TIER_GROUP') return question.grouped(tierGroup ?? '');
  if (scope !== 'CONTRACT_PERIOD') return question.counted[scope];
  const { all, before } = question.counted.VARIANT;
  const bought = question.bought(id);
  return bought === 0n ? question.counted.VARIANT : { all: all + bought, before: before + bought };
}

/** The question of each line, in the order of the lines. */
export function questionsOf(terms: Terms, basket: Basket, at: number, taxes: TaxGround): PriceQuestion[] {
  const { lines, currency, buyer, locationId, country } = basket;
  const { conventions, channelId } = terms;
  const asker = { buyer, locationId, country, channelId };
  const admittedBy = admissionsOf(asker);
  const derived = terms.derivedLists.of(asker);
  const variants = countedBy(lines, ({ variantId }) => variantId);
  // a variant of no known product counts by itself
  const products = countedBy(lines, ({ item, variantId }) => item?.productId ?? variantId);
  const groups = new Map<string, readonly Counted[]>();
  const groupsBy = (attribute: string): readonly Counted[] => {
    const known = groups.get(attribute) ?? countedBy(lines, (line) => tierGroupOf(line, attribute) ?? line.variantId);
    groups.set(attribute, known);
    return known;
  };
  const percents = new Map<Id<'taxClass'>, Percent>();
  return lines.map(({ variantId, quantity, taxClassId }, index) => {
    const alone = { all: quantity, before: 0n };
    const counted = { LINE: alone, VARIANT: variants[index] ?? alone, PRODUCT: products[index] ?? alone };
    const grouped = (attribute: string): Counted => groupsBy(attribute)[index] ?? alone;
    const bought = (listId: string): Quantity => basket.bought?.[boughtKey(listId, variantId)] ?? 0n;
    const taxPercent = percents.get(taxClassId) ?? levyPercent(taxes.owed(taxClassId));
    percents.set(taxClassId, taxPercent);
    return { asker, admittedBy, currency, counted, grouped, bought, at, conventions, taxPercent, derived };
  });
}

/** The lines of a basket are offered prices of the same lists: each audience is held against the asker once. */
function admissionsOf(asker: Asker): PriceQuestion['admittedBy'] {
  const known = new Map<Audience, Admission | null>();
  return (audience) => {
    let found = known.get(audience);
    if (found === undefined) known.set(audience, (found = admission(audience, asker)));
    return found;
  };
}

/** The value of an attribute by which a line shares tiers with others; null: it has none. */
export function tierGroupOf({ item }: BasketLine, attribute: string): string | null {
  return item?.attributes[attribute]?.[0] ?? null;
}

/** By what `Basket.bought` knows a variant at the prices of a list. */
export function boughtKey(listId: string, variantId: string): string {
  return `${listId} ${variantId}`;
}

/** How much there is of what a line holds, and how much of that in earlier lines: for each line. */
function countedBy(lines: readonly BasketLine[], keyOf: (line: BasketLine) => string): Counted[] {
  const sums = new Map<string, Quantity>();
  const before = lines.map((line) => {
    const key = keyOf(line);
    const seen = sums.get(key) ?? 0n;
    sums.set(key, seen + line.quantity);
    return { key, seen };
  });
  return before.map(({ key, seen }) => ({ all: sums.get(key) ?? 0n, before: seen }));
}
