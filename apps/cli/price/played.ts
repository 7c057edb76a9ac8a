import {
  clockZone,
  differences,
  fieldsOf,
  parseScenario,
  pathText,
  priceBasket,
  resultOf,
  sentences,
  type Difference,
  type Result,
  type Scenario,
} from '#engine';
import { UserError } from '#kernel';
import type { ScenarioFile } from './files.js';

/** What came of one basket of a file. */
export interface Played {
  readonly file: string;
  readonly name: string | null;
  readonly outcome: Priced | Unusable;
}

interface Priced {
  readonly kind: 'PRICED';
  readonly result: Result;
  /** Why it came out so, in sentences; empty where nobody asked. */
  readonly why: readonly string[];
  /** Whether the file says what must come out. */
  readonly expected: boolean;
  readonly differences: readonly Difference[];
}

interface Unusable {
  readonly kind: 'UNUSABLE';
  /** Where in the file; empty: nowhere in particular. */
  readonly place: string;
  readonly message: string;
}

/** Prices every basket of a file. @param rules promotions and groups to price by instead of the file's own */
export function played({ path, text }: ScenarioFile, explain: boolean, rules: object | null): Played[] {
  try {
    const json: unknown = JSON.parse(text);
    return parseScenario(rules === null ? json : { ...fieldsOf(json, []), ...rules }).map((scenario) => ({
      file: path,
      name: scenario.name,
      outcome: outcomeOf(scenario, explain),
    }));
  } catch (error) {
    if (error instanceof UserError) return [unusable(path, pathText(error.path), error.message)];
    if (error instanceof SyntaxError) return [unusable(path, '', `this is not JSON: ${error.message}`)];
    throw error;
  }
}

function outcomeOf({ terms, promotions, basket, at, expect }: Scenario, explain: boolean): Priced {
  const priced = priceBasket(terms, basket, at, { explain });
  const result = resultOf(priced);
  return {
    kind: 'PRICED',
    result,
    why: sentences(priced, promotions, clockZone(terms, basket)),
    expected: expect !== null,
    differences: expect === null ? [] : differences(expect, result),
  };
}

function unusable(file: string, place: string, message: string): Played {
  return { file, name: null, outcome: { kind: 'UNUSABLE', place, message } };
}
