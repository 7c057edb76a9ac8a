import type { Facts, Id, LocalizedText } from '#kernel';
import { byId, type Validity } from '../validity.js';
import type { Fields } from './fields.js';
import type { Standing } from './standing.js';

/** When a promotion has its turn: those on items first, then those on the order, then those on shipping (semantics §3). */
export type Lane = 'ITEM' | 'ORDER' | 'SHIPPING';

/** What a promotion asks for: made by `parseConditions`. */
export interface ConditionTerms {
  readonly type: string;
  /** As it is to be stored: reading it again gives the same condition. */
  readonly definition: Fields;
  /** Null where it holds, else what would have to be otherwise. */
  readonly unmet: (standing: Standing) => Facts | null;
}

/** What a promotion gives, in minor units of each amount's entry basis: one share per line, and one for shipping. */
export interface Effect {
  readonly lines: readonly bigint[];
  readonly shipping: bigint;
}

/** How a promotion gives: made by `parseAction`. */
export interface ActionTerms {
  readonly type: string;
  /** As it is to be stored: reading it again gives the same action. */
  readonly definition: Fields;
  readonly effect: (standing: Standing) => Effect;
}

/** A rule that gives something away: conditions that must all hold, and one action. */
export interface PromotionTerms extends Validity {
  readonly id: Id<'promotion'>;
  readonly name: LocalizedText;
  /** What the buyer enters; null: it applies by itself. */
  readonly code: string | null;
  readonly lane: Lane;
  /** The smallest goes first in its lane. */
  readonly sequence: number;
  readonly conditions: readonly ConditionTerms[];
  readonly action: ActionTerms;
  readonly version: bigint;
  /** Whether its uses are counted. */
  readonly limited: boolean;
}

/** The most characters of a code: none longer can be made, nor entered. */
export const longestCode = 64;

/** A code as it is compared and stored: trimmed, upper case. */
export function canonicalCode(text: string): string {
  return text.trim().toUpperCase();
}

const turn: Readonly<Record<Lane, number>> = { ITEM: 0, ORDER: 1, SHIPPING: 2 };

/** Sorts promotions by lane, sequence and id: nothing depends on the order in which they were stored. */
export function inOrderOfEvaluation(a: PromotionTerms, b: PromotionTerms): number {
  return turn[a.lane] - turn[b.lane] || a.sequence - b.sequence || byId(a, b);
}
