import type { CurrencyCode, Facts, Id, LocalizedText, Quantity } from '#kernel';
import type { Conventions } from '../conventions.js';
import { byId, type Validity } from '../validity.js';
import type { Fields } from './fields.js';
import type { Standing, StandingLine } from './standing.js';

/** When a promotion has its turn: those on items first, then those on the order, then those on shipping (semantics §3). */
export type Lane = 'ITEM' | 'ORDER' | 'SHIPPING';

/**
 * Facts of which a basket must have one at least so that a rule can have an effect, such as `category:cat_…`, `group:cgr_…`,
 * `variant:var_…`; null: any basket may do. What cannot apply is not even visited.
 */
export type Keys = readonly string[] | null;

/** What a promotion asks of a basket: made by `parseConditions`. */
export interface ConditionTerms {
  readonly type: string;
  /** As it is to be stored: reading it again gives the same condition. */
  readonly definition: Fields;
  readonly keys: Keys;
  /** Null where it holds, else what would have to be otherwise. */
  readonly unmet: (standing: Standing) => Facts | null;
  /** The same in short; null: the basket does not say what it asks about, so that neither the condition nor `none` of it holds. */
  readonly holds: (standing: Standing) => boolean | null;
}

/** Which items a condition counts or an action lowers: made by `parseSelector`. */
export interface Selector {
  readonly definition: Fields;
  readonly keys: Keys;
  /** Null: the basket does not say, so that neither the selector nor `none` of it picks the item. */
  readonly admits: (line: StandingLine, standing: Standing) => boolean | null;
}

/** What one promotion takes off a line, in minor units of its entry basis. */
export interface LineShare {
  /** Where the line stands in the basket. */
  readonly index: number;
  readonly amount: bigint;
  /** The units that bear it; left out: the whole line, spread over its ranges by what is left of them. */
  readonly units?: { readonly from: Quantity; readonly to: Quantity };
}

/** Units that a promotion asks for or gives, so that no other of its group has them again. */
export interface UsedUnits {
  readonly index: number;
  readonly from: Quantity;
  readonly to: Quantity;
}

/** Something given in addition: the buyer may have so much of the variant for nothing, and has it when it lies in the basket. */
export interface Gift {
  readonly variantId: Id<'variant'>;
  readonly quantity: Quantity;
  /** How much of that is bought and costs nothing; left out: none. */
  readonly inBasket?: Quantity;
}

/** What a promotion gives. What exceeds what is left of an amount is not given. */
export interface Effect {
  readonly shares: readonly LineShare[];
  /** Off shipping. */
  readonly shipping: bigint;
  readonly used?: readonly UsedUnits[];
  readonly gifts?: readonly Gift[];
}

/** How a promotion gives: made by `parseAction`. */
export interface ActionTerms {
  readonly type: string;
  /** As it is to be stored: reading it again gives the same action. */
  readonly definition: Fields;
  readonly keys: Keys;
  /** What it may give in addition; left out: nothing. */
  readonly gives?: readonly Id<'variant'>[];
  /**
   * What it gives on the lines that the standing shows it, each named by its own index in the basket.
   * @param group the group within which a unit counts once
   */
  readonly effect: (standing: Standing, group: string) => Effect;
}

/**
 * How a promotion or a group of them stands to the others of its lane, once it has applied. COMBINES: the others have their turn.
 * STOPS: none after it has. EXCLUDES: none other has, before or after; what a group says counts for its members together, not among
 * them. In the ITEM lane this is said line by line.
 */
export type Stacking = 'COMBINES' | 'STOPS' | 'EXCLUDES';

/** A half-open stretch of local time: date-times such as `2027-03-28T00:00`; null is no bound (semantics §12). */
export interface LocalWindow {
  readonly from: string | null;
  readonly to: string | null;
}

/** A rule that gives something away: conditions that must all hold, and one action. */
export interface PromotionTerms extends Validity {
  readonly id: Id<'promotion'>;
  readonly name: LocalizedText;
  /** What the buyer enters; null: it applies by itself, unless it is `singleUse`. */
  readonly code: string | null;
  /** All that the buyer may enter, `code` the first of them. Left out: `code` alone. */
  readonly codes?: readonly string[];
  /** Whether it is had for codes that count once each, too: those are not known here, the basket brings them (`Basket.singleUse`). */
  readonly singleUse?: boolean;
  /** When it holds where clocks are read by stores: in each store's zone, instead of at the instants of `validFrom` and `validTo`. */
  readonly local?: LocalWindow;
  readonly lane: Lane;
  /** The smallest goes first in its lane, or in its group. */
  readonly sequence: number;
  /** The group that it stands in; left out or null: none. */
  readonly groupId?: string | null;
  /** COMBINES unless said. */
  readonly stacking?: Stacking;
  readonly conditions: readonly ConditionTerms[];
  readonly action: ActionTerms;
  /** The most that it gives on one basket, by currency; in a currency without one there is no such bound. */
  readonly maxDiscount?: ReadonlyMap<CurrencyCode, bigint>;
  /** Whether tax is owed on what is left (a shop's own discount), or on the price before it (a coupon that a maker reimburses). True unless said. */
  readonly reducesTaxBase?: boolean;
  readonly version: bigint;
  /** Whether its uses are counted. */
  readonly limited: boolean;
  /** How often one person may use it; left out: as often as they like. */
  readonly perPerson?: number;
  /** What it may give in all, and in which currencies that is bounded; left out: without bound. */
  readonly budget?: MoneyBudget;
}

/** A bound on what a promotion gives in all; how much of it is left the basket brings. */
export interface MoneyBudget {
  readonly currencies: readonly CurrencyCode[];
  /** PARTIAL: the last order is given what is left. REFUSE: it is given all or is refused. */
  readonly last: 'PARTIAL' | 'REFUSE';
}

/**
 * Promotions, or groups of them, that stand to each other in one of these ways (user-asks 14 and 15):
 * STACK: all that apply, each on what the ones before it have left. FIRST: the first that applies.
 * HIGHEST, LOWEST: the one that takes off most or least. BEST_DEAL: the one that makes the whole basket cheapest, tax and shipping
 * included, after all else has been reckoned; of at most eight, and not within another.
 */
export type GroupMode = 'STACK' | 'FIRST' | 'HIGHEST' | 'LOWEST' | 'BEST_DEAL';

/** A node of the tree in which promotions are evaluated. */
export interface PromotionGroupTerms {
  readonly id: string;
  readonly parentId: string | null;
  readonly mode: GroupMode;
  /** Whether the mode is decided for each item by itself or once for the order. */
  readonly scope: 'ITEM' | 'ORDER';
  readonly stacking: Stacking;
  /** Among its neighbours, groups and promotions, the smallest goes first. */
  readonly sequence: number;
}

/** Whether a promotion is had for a code alone. */
export function isAskedFor({ code, singleUse = false }: Pick<PromotionTerms, 'code' | 'singleUse'>): boolean {
  return code !== null || singleUse;
}

/** The most characters of a code: none longer can be made, nor entered. */
export const longestCode = 64;

/** The most alternatives of a BEST_DEAL group: each is one more evaluation of the basket. */
export const mostAlternatives = 8;

/** A code as it is compared and stored: trimmed, and in upper case where upper and lower case are the same. */
export function canonicalCode(text: string, codeCase: Conventions['codeCase'] = 'INSENSITIVE'): string {
  return codeCase === 'SENSITIVE' ? text.trim() : text.trim().toUpperCase();
}

const turn: Readonly<Record<Lane, number>> = { ITEM: 0, ORDER: 1, SHIPPING: 2 };

/** Sorts promotions by lane, sequence and id: nothing depends on the order in which they were stored. */
export function inOrderOfEvaluation(a: PromotionTerms, b: PromotionTerms): number {
  return turn[a.lane] - turn[b.lane] || a.sequence - b.sequence || byId(a, b);
}
