import type { CurrencyCode } from '#kernel';
import type { PriceCandidate } from '../basket.js';
import type { Conventions } from '../conventions.js';
import type { PriceListTerms, Terms } from '../terms.js';
import { notValid } from '../validity.js';
import type { Admission } from './audience.js';
import { convertedRow, rateAt, type Conversion } from './conversion.js';
import { derivedAmount } from './derived-lists.js';
import { countedIn, type PriceQuestion } from './question.js';

/** What keeps a candidate from pricing anything for the asker. */
export type Obstacle = 'BELOW_TIER' | 'LIST_UNKNOWN' | 'OTHER_CURRENCY' | 'OTHER_AUDIENCE' | 'NOT_STARTED' | 'ENDED';

/** A candidate that was looked at: `admittedBy` is what lets the asker have it, `obstacle` what does not; one of them is null, or both are. */
export interface Considered {
  readonly row: PriceCandidate;
  readonly list: PriceListTerms | null;
  readonly admittedBy: Admission | null;
  readonly obstacle: Obstacle | null;
  /** By what the row has come from another currency; left out: it is as it stands in its list. */
  readonly converted?: Conversion;
}

/** What of the terms decides about candidates. */
export type PriceTerms = Pick<Terms, 'lists' | 'conversionRates'>;

/**
 * Looks at every candidate, and at what lists that take their prices off others make of them. Where the convention says so, and nothing
 * is offered in the currency that is asked for, prices in other ones are looked at as published rates convert them.
 */
export function consider(terms: PriceTerms, candidates: readonly PriceCandidate[], question: PriceQuestion): Considered[] {
  const { lists } = terms;
  const own = candidates.map((row) => considered(row, lists.get(row.listId) ?? null, question));
  const all =
    question.derived.length === 0 ? own : [...own, ...question.derived.flatMap((list) => derivedOf(list, own, lists, question))];
  if (question.conventions.missingCurrency === 'NO_PRICE' || all.some(isOffered)) return all;
  return all.map((each) => convertedFrom(each, terms, question));
}

function isOffered({ admittedBy, obstacle }: Considered): boolean {
  return admittedBy !== null && (obstacle === null || obstacle === 'BELOW_TIER');
}

function convertedFrom(each: Considered, terms: PriceTerms, question: PriceQuestion): Considered {
  const { row, list, obstacle } = each;
  const { currency, at, conventions } = question;
  // a cap in money is in the currency of its contract
  const kept = list?.contract?.caps.some(({ measure }) => measure === 'AMOUNT');
  const rate = list && !kept && obstacle === 'OTHER_CURRENCY' ? rateAt(terms, list.currency, currency, at) : null;
  if (!list || !rate) return each;
  const { id: rateId, from } = rate;
  return {
    ...considered(convertedRow(row, rate, conventions.rounding), list, { ...question, currency: list.currency }),
    converted: { rateId, from, amount: row.amount, rate: rate.rate },
  };
}

function considered(row: PriceCandidate, list: PriceListTerms | null, question: PriceQuestion): Considered {
  if (!list) return { row, list, admittedBy: null, obstacle: 'LIST_UNKNOWN' };
  const admittedBy = question.admittedBy(list.audience);
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

function obstacleTo(row: PriceCandidate, list: PriceListTerms, question: PriceQuestion): Obstacle | null {
  const { currency, at } = question;
  if (list.currency !== currency) return 'OTHER_CURRENCY';
  const outside = notValid(list, at) ?? rowNotValid(row, at);
  return outside ?? (countedIn(list, question).all < row.minQuantity ? 'BELOW_TIER' : null);
}

/** Why a price row does not hold at an instant; null: it does. */
export function rowNotValid({ validFrom = null, validTo = null }: PriceCandidate, at: number): 'NOT_STARTED' | 'ENDED' | null {
  return notValid({ validFrom, validTo }, at);
}

/** The tiers that a list has for a variant at an instant, of its own or off another list, from the smallest: in the currency that is asked for. */
export function tiersIn(
  terms: PriceTerms & Pick<Terms, 'conventions'>,
  candidates: readonly PriceCandidate[],
  listId: PriceListTerms['id'],
  at: number,
  currency: CurrencyCode,
): PriceCandidate[] {
  const { lists, conventions } = terms;
  const list = lists.get(listId);
  const rowsOf = (id: PriceListTerms['id'] | undefined) =>
    candidates.filter((row) => row.listId === id && rowNotValid(row, at) === null);
  const own = rowsOf(listId);
  const off = list?.derived && own.length === 0 ? list : null;
  const rows = off ? rowsOf(off.derived?.listId).map((row) => derivedRow(off, row, conventions)) : own;
  const rate = list && list.currency !== currency ? rateAt(terms, list.currency, currency, at) : null;
  const asked = rate ? rows.map((row) => convertedRow(row, rate, conventions.rounding)) : rows;
  return asked.toSorted((a, b) => (a.minQuantity < b.minQuantity ? -1 : 1));
}
