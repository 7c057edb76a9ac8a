import type { PriceCandidate } from '../basket.js';
import type { Conventions } from '../conventions.js';
import type { PriceListTerms, Terms } from '../terms.js';
import { notValid } from '../validity.js';
import { admission, type Admission } from './audience.js';
import { derivedAmount } from './derived-lists.js';
import { scopeOf, type PriceQuestion } from './question.js';

/** What keeps a candidate from pricing anything for the asker. */
export type Obstacle = 'BELOW_TIER' | 'LIST_UNKNOWN' | 'OTHER_CURRENCY' | 'OTHER_AUDIENCE' | 'NOT_STARTED' | 'ENDED';

/** A candidate that was looked at: `admittedBy` is what lets the asker have it, `obstacle` what does not; one of them is null, or both are. */
export interface Considered {
  readonly row: PriceCandidate;
  readonly list: PriceListTerms | null;
  readonly admittedBy: Admission | null;
  readonly obstacle: Obstacle | null;
}

/** Looks at every candidate, and at what lists that take their prices off others make of them. */
export function consider(
  { lists }: Pick<Terms, 'lists'>,
  candidates: readonly PriceCandidate[],
  question: PriceQuestion,
): Considered[] {
  const own = candidates.map((row) => considered(row, lists.get(row.listId) ?? null, question));
  if (question.derived.length === 0) return own;
  return [...own, ...question.derived.flatMap((list) => derivedOf(list, own, lists, question))];
}

function considered(row: PriceCandidate, list: PriceListTerms | null, question: PriceQuestion): Considered {
  if (!list) return { row, list, admittedBy: null, obstacle: 'LIST_UNKNOWN' };
  const admittedBy = admission(list.audience, question.asker);
  return { row, list, admittedBy, obstacle: obstacleTo(row, list, question) ?? (admittedBy ? null : 'OTHER_AUDIENCE') };
}

/** A variant that has prices of its own in a list is not priced off another one there. */
function derivedOf(
  list: PriceListTerms,
  own: readonly Considered[],
  lists: Terms['lists'],
  question: PriceQuestion,
): readonly Considered[] {
  const source = lists.get(list.derived?.listId ?? list.id);
  if (source?.entry !== list.entry || notValid(source, question.at) !== null) return [];
  if (own.some(({ row }) => row.listId === list.id && rowNotValid(row, question.at) === null)) return [];
  return own.flatMap(({ row }) => {
    if (row.listId !== source.id) return [];
    return [considered(derivedRow(list, row, question.conventions), list, question)];
  });
}

function derivedRow(list: PriceListTerms, row: PriceCandidate, { rounding }: Conventions): PriceCandidate {
  return { ...row, listId: list.id, amount: derivedAmount(list, row.amount, rounding), compareAt: null };
}

function obstacleTo(
  row: PriceCandidate,
  list: PriceListTerms,
  { currency, quantities, at, conventions }: PriceQuestion,
): Obstacle | null {
  if (list.currency !== currency) return 'OTHER_CURRENCY';
  const outside = notValid(list, at) ?? rowNotValid(row, at);
  return outside ?? (quantities[scopeOf(list, conventions)] < row.minQuantity ? 'BELOW_TIER' : null);
}

/** Why a price row does not hold at an instant; null: it does. */
export function rowNotValid({ validFrom = null, validTo = null }: PriceCandidate, at: number): 'NOT_STARTED' | 'ENDED' | null {
  return notValid({ validFrom, validTo }, at);
}

/** The tiers that a list has for a variant at an instant, of its own or off another list, from the smallest. */
export function tiersIn(
  { lists, conventions }: Pick<Terms, 'lists' | 'conventions'>,
  candidates: readonly PriceCandidate[],
  listId: PriceListTerms['id'],
  at: number,
): PriceCandidate[] {
  const list = lists.get(listId);
  const rowsOf = (id: PriceListTerms['id'] | undefined) =>
    candidates.filter((row) => row.listId === id && rowNotValid(row, at) === null);
  const own = rowsOf(listId);
  const off = list?.derived && own.length === 0 ? list : null;
  const rows = off ? rowsOf(off.derived?.listId).map((row) => derivedRow(off, row, conventions)) : own;
  return rows.toSorted((a, b) => (a.minQuantity < b.minQuantity ? -1 : 1));
}
