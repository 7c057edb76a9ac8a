import { readdirSync, readFileSync } from 'node:fs';
import { priceBasket } from '../price-basket.js';
import { differences } from './compare.js';
import { resultJson, resultOf } from './result.js';
import { parseScenario, type Scenario } from './scenario.js';

const folder = new URL('../../../docs/examples/scenarios/', import.meta.url);
const examples = readdirSync(folder).flatMap((file) =>
  parseScenario(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))).map((scenario): [string, Scenario] => [
    `${file}: ${scenario.name ?? ''}`,
    scenario,
  ]),
);

test.each(examples)('%s', (_name, { terms, basket, at, expect: expected }) => {
  const result = resultOf(priceBasket(terms, basket, at));
  expect(expected).not.toBeNull();
  expect(differences(expected, result)).toEqual([]);
  // a result is an expectation of itself, and each unit adds up to its line
  const whole: unknown = JSON.parse(resultJson(result));
  expect(parseScenario({ priceLists: [{ prices: {} }], basket: { lines: [] }, expect: whole })).toHaveLength(1);
  expect(differences(whole, result)).toEqual([]);
});
