import { oneUnit, type Path, type Quantity } from '#kernel';
import type { Conventions } from '../conventions.js';
import { choiceAt, isGiven, wholeAt, type Fields } from './fields.js';
import { countOf, drawn, firstOf, inOrder, least, type Choice, type Units } from './units.js';

/** How sets of units are made up: so many that are asked for, so many that are given, at most so often. */
export interface SetRule {
  /** In thousandths of a unit, whole units. */
  readonly asked: Quantity;
  /** In thousandths of a unit, whole units. */
  readonly given: Quantity;
  /** Null: as often as there are units. */
  readonly repeats: bigint | null;
  /** Whether a last set may have fewer given units than the others. */
  readonly partial: boolean;
  readonly choice: Choice;
}

/** The keys that `choosingAt` reads. */
export const choosingKeys = ['given', 'repeats'] as const;

/** How a definition chooses the units that it gives, and how often it gives at most. */
export interface Choosing {
  /** As it is to be stored. */
  readonly stored: Fields;
  /** Null: as the channel has it. */
  readonly given: Choice | null;
  /** Null: as often as there are units. */
  readonly repeats: bigint | null;
}

/** Reads `given` and `repeats`, which may both be left out. @throws UserError INVALID naming the key */
export function choosingAt(fields: Fields, path: Path): Choosing {
  const given = isGiven(fields, 'given') ? choiceAt(fields, 'given', ['CHEAPEST', 'DEAREST'], path) : null;
  const repeats = isGiven(fields, 'repeats') ? wholeAt(fields, 'repeats', path) : null;
  return {
    stored: { ...(given !== null && { given }), ...(repeats !== null && { repeats }) },
    given,
    repeats: repeats === null ? null : BigInt(repeats),
  };
}

/** The units that sets are made of. */
export interface Sets {
  readonly asked: readonly Units[];
  readonly given: readonly Units[];
}

/**
 * Makes sets of units that are asked for and given alike. EACH_SET: the dearest units make the first set, the next ones the second, and
 * in each the cheapest (or dearest) are given: with 3 for 2, of 30, 20, 10, 5, 4, 3 those at 10 and 3. ALL_SETS: there are as many sets,
 * and of all the units together the cheapest (or dearest) are given: 4 and 3.
 */
export function setsOf(units: readonly Units[], rule: SetRule, mode: Conventions['unitSets']): Sets {
  return mode === 'EACH_SET' ? eachSet(units, rule) : allSets(units, units, rule);
}

/**
 * Makes sets of what is asked for in one selection and given in another. Which units are given is decided over all sets together;
 * one that stands in both selections is asked for or given, never both. What is asked for takes the dearest units.
 * Both selections are of one list of units.
 */
export function allSets(toAsk: readonly Units[], toGive: readonly Units[], rule: SetRule): Sets {
  const { asked, given, choice } = rule;
  const [asks, gives] = [new Set(toAsk), new Set(toGive)];
  const onlyGiven = toGive.filter((each) => !asks.has(each));
  const [askable, givable, all] = [countOf(toAsk), countOf(toGive), countOf(toAsk) + countOf(onlyGiven)];
  const most = least(askable / asked, rule.repeats ?? askable);
  const wholeSets = least(most, givable / given, all / (asked + given));
  const fits = (sets: bigint): Quantity => least(sets * given, givable, all - sets * asked);
  const sets = rule.partial && wholeSets < most && fits(wholeSets + 1n) > fits(wholeSets) ? wholeSets + 1n : wholeSets;
  let [missing, room] = [fits(sets), askable - sets * asked];
  const chosen: Units[] = [];
  const unchosen: Units[] = [];
  for (const each of inOrder(toGive, choice)) {
    const shared = asks.has(each);
    const { first, rest } = firstOf([each], shared ? least(missing, room) : missing);
    chosen.push(...first);
    if (shared) unchosen.push(...rest);
    missing -= countOf(first);
    if (shared) room -= countOf(first);
  }
  const stillToAsk = [...toAsk.filter((each) => !gives.has(each)), ...unchosen];
  return { given: joined(chosen), asked: joined(firstOf(inOrder(stillToAsk, 'DEAREST'), sets * asked).first) };
}

function eachSet(units: readonly Units[], { asked, given, repeats, partial, choice }: SetRule): Sets {
  const size = asked + given;
  const sets: { asked: Units[]; given: Units[] } = { asked: [], given: [] };
  const stack = inOrder(units, 'DEAREST').reverse();
  let missing = repeats ?? countOf(units);
  for (let next = stack.at(-1); next && missing > 0n; next = stack.at(-1)) {
    // of units alike, many sets are made at once
    const alike = least((next.to - next.from) / size, missing);
    const times = alike > 0n ? alike : 1n;
    const first = drawn(stack, times * size);
    const count = countOf(first);
    if (count < size && (!partial || count < asked + oneUnit)) break;
    const parts = firstOf(inOrder(first, choice), least(times * given, count - times * asked));
    sets.given.push(...parts.first);
    sets.asked.push(...parts.rest);
    missing -= times;
  }
  return { asked: joined(sets.asked), given: joined(sets.given) };
}

/** Puts units together that lie next to each other, in the order of the basket. */
function joined(units: readonly Units[]): Units[] {
  const result: Units[] = [];
  for (const each of units.toSorted((a, b) => a.line.index - b.line.index || (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last?.range === each.range && last.to === each.from) result[result.length - 1] = { ...last, to: each.to };
    else result.push(each);
  }
  return result;
}
