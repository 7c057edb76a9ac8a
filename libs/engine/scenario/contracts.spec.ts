import { UserError } from '#kernel';
import { priceBasket } from '../price-basket.js';
import { parseScenario, pathText } from './scenario.js';

const agreed = (contract: object, more: object = {}) => ({
  priceLists: [
    { prices: { a: '10.00', b: '20.00' } },
    {
      id: 'c',
      audience: { organizations: ['acme'] },
      prices: { a: '8.00', b: '15.00' },
      contract: { number: 'C-1', ...contract },
      ...more,
    },
  ],
  buyer: { organizations: ['acme'] },
  basket: { lines: [{ variant: 'a', quantity: '10' }] },
});

function totalOf(json: object): bigint {
  const [scenario] = parseScenario(json);
  if (!scenario) throw new Error('no scenario');
  return priceBasket(scenario.terms, scenario.basket, scenario.at).totals.total;
}

test.each([
  [{}, 8000n],
  [{ caps: { a: { quantity: '6' } } }, 8800n],
  [{ caps: { a: { quantity: '100', left: '6' } } }, 8800n],
  [{ caps: { a: { quantity: '6', variant: 'b' } } }, 8000n],
  [{ caps: { a: { amount: '50.00' } } }, 8800n],
  [{ caps: { a: { amount: '500.00', left: '16.00' } } }, 9600n],
])('a contract that says %j', (contract, total) => {
  expect(totalOf(agreed(contract))).toBe(total);
});

test('what was bought in its period counts towards its tiers', () => {
  const tiers = [{ amount: '8.00' }, { from: '20', amount: '6.00' }];
  const more = { tierScope: 'CONTRACT_PERIOD', prices: { a: tiers } };
  expect(totalOf(agreed({ bought: { a: '9.5' } }, more))).toBe(8000n);
  expect(totalOf(agreed({ bought: { a: '10' } }, more))).toBe(6000n);
});

test('prices are converted by the rates of the file, where the conventions say so', () => {
  const conversionRates = [{ from: 'USD', to: 'EUR', rate: '0.922', points: { step: '1.00', ending: '0.95' } }];
  const json = {
    priceLists: [{ currency: 'USD', prices: { a: '100.00' } }],
    basket: { lines: [{ variant: 'a' }] },
    conversionRates,
  };
  expect(totalOf({ ...json, conventions: { missingCurrency: 'CONVERT' } })).toBe(9295n);
  expect(totalOf(json)).toBe(0n);
});

test.each([
  [agreed({ caps: { a: {} } }), 'priceLists[1].contract.caps.a'],
  [agreed({ caps: { a: { quantity: '1', amount: '1.00' } } }), 'priceLists[1].contract.caps.a'],
  [agreed({ caps: { a: { quantity: '1', variant: 'a', product: 'b' } } }), 'priceLists[1].contract.caps.a'],
  [agreed({ caps: { a: { amount: '1.001' } } }), 'priceLists[1].contract.caps.a.amount'],
  [{ ...agreed({}), conversionRates: [{ from: 'USD', to: 'EUR', rate: '0' }] }, 'conversionRates[0].rate'],
  [
    { ...agreed({}), conversionRates: [{ from: 'USD', to: 'EUR', rate: '1', points: { step: '1', ending: '1' } }] },
    'conversionRates[0].points.ending',
  ],
])('what cannot be is refused at its place', (json, path) => {
  let refused: unknown;
  try {
    parseScenario(json);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(UserError);
  expect(pathText((refused as UserError).path)).toBe(path);
});
