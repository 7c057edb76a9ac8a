import { currencyOf, parseDecimal, priceScale, type Id } from '#kernel';
import { aBasket, aLine, aList, aPrice, aTerms, euro, noon } from '../builders.js';
import type { BasketLine } from '../basket.js';
import { defaultConventions } from '../conventions.js';
import { inputsOf, replay } from '../inputs.js';
import { toJson } from '../json.js';
import { priceBasket } from '../price-basket.js';
import { pricesSteadyUntil } from '../steady.js';
import { sentences } from '../why/sentences.js';
import { everybody } from './audience.js';
import { tiersIn } from './consider.js';
import type { CapTerms } from './contract.js';
import { rateScale, type ConversionRate } from './conversion.js';

const dollar = currencyOf('USD');
const yen = currencyOf('JPY');

function aRateTo(to: typeof euro, rate: string, over: Partial<ConversionRate> = {}): ConversionRate {
  const id = `cvr_${to}_${rate}`;
  return { id, from: euro, to, rate: parseDecimal(rate, rateScale), points: null, validFrom: null, validTo: null, ...over };
}

const points = (step: string, ending: string) => ({
  step: parseDecimal(step, priceScale),
  ending: parseDecimal(ending, priceScale),
});
const conventions = { ...defaultConventions, missingCurrency: 'CONVERT' as const };

function priced(rates: readonly ConversionRate[], lines: readonly BasketLine[], currency = dollar, over: object = {}, at = noon) {
  const terms = aTerms({ conventions, conversionRates: rates, ...over });
  const basket = aBasket(lines, { currency });
  return { terms, basket, priced: priceBasket(terms, basket, at, { explain: true }) };
}

const amountOf = (from: string, rates: readonly ConversionRate[], currency = dollar): bigint | undefined =>
  priced(rates, [aLine('1', [aPrice(from)])], currency).priced.lines[0]?.price?.amount;

it.each([
  ['99.99', '1.0831', null, '108.3'],
  ['99.99', '1.0831', points('1', '0.95'), '108.95'],
  ['100.41', '1.0831', points('1', '0.95'), '108.95'],
  ['100.55', '1.0831', points('1', '0.95'), '108.95'],
  ['100.60', '1.0831', points('1', '0.95'), '109.95'],
  ['10.00', '1.095', points('1', '0.95'), '10.95'],
  ['0.40', '1.0831', points('1', '0.95'), '0.43'],
  ['0.00', '1.0831', points('1', '0.95'), '0'],
  ['0.012345', '1.0831', points('1', '0.95'), '0.013371'],
  ['120.00', '1.0831', points('10', '9.99'), '129.99'],
])('%s euro at %s on points %j are %s dollars', (from, rate, on, amount) => {
  expect(amountOf(from, [aRateTo(dollar, rate, { points: on })])).toBe(parseDecimal(amount, priceScale));
});

it('keeps to the minor unit of the other currency', () => {
  expect(amountOf('9.99', [aRateTo(yen, '163.27')], yen)).toBe(parseDecimal('1631', priceScale));
  expect(amountOf('9.99', [aRateTo(yen, '163.27', { points: points('100', '80') })], yen)).toBe(parseDecimal('1680', priceScale));
});

it('takes the rate that is the latest at the instant, and knows when the next begins', () => {
  const rates = [
    aRateTo(dollar, '1.1', { validFrom: noon - 10 }),
    aRateTo(dollar, '1.2', { validFrom: noon }),
    aRateTo(dollar, '1.3', { validFrom: noon + 1 }),
  ];
  expect(amountOf('10.00', rates)).toBe(12_000_000n);
  expect(pricesSteadyUntil(aTerms({ conversionRates: rates }), noon)).toBe(noon + 1);
  const early = priced(rates, [aLine('1', [aPrice('10.00')])], dollar, {}, noon - 11);
  expect(early.priced.lines[0]?.price).toBeNull();
});

it('is asked for by the convention, and only where nothing is offered in the currency', () => {
  const rates = [aRateTo(dollar, '1.1')];
  const off = priced(rates, [aLine('1', [aPrice('10.00')])], dollar, { conventions: defaultConventions });
  expect(off.priced.lines[0]?.price).toBeNull();
  const dollars = aList({ id: 'pl_usd' as Id<'priceList'>, currency: dollar });
  const lists = { lists: [aList(), dollars] };
  const own = aPrice('20.00', '0', { listId: dollars.id });
  expect(priced(rates, [aLine('1', [aPrice('10.00'), own])], dollar, lists).priced.lines[0]?.price?.amount).toBe(20_000_000n);
  const least = { ...own, minQuantity: 10_000n };
  expect(priced(rates, [aLine('1', [aPrice('10.00'), least])], dollar, lists).priced.lines[0]?.price).toBeNull();
  // what others are offered from a quantity on is not offered to the buyer
  const others = { lists: [aList(), { ...dollars, audience: { ...everybody, countries: ['US'] } }] };
  expect(priced(rates, [aLine('1', [aPrice('10.00'), least])], dollar, others).priced.lines[0]?.price?.amount).toBe(11_000_000n);
});

it('converts tiers with the rest, and says so', () => {
  const rate = aRateTo(dollar, '1.0831', { points: points('1', '0.95') });
  const rows = [aPrice('100.00'), aPrice('90.00', '11')];
  const { terms, basket, priced: eleven } = priced([rate], [aLine('11', rows)]);
  expect(eleven.totals.total).toBe(11n * 9795n);
  expect(eleven.lines[0]?.price).toMatchObject({
    amount: 97_950_000n,
    converted: { rateId: rate.id, from: 'EUR', amount: 90_000_000n, rate: 1_083_100_000n },
  });
  expect(tiersIn(terms, rows, 'pl_base' as Id<'priceList'>, noon, dollar).map(({ amount }) => amount)).toEqual([
    108_950_000n,
    97_950_000n,
  ]);
  expect(eleven.trace?.lines[0]?.candidates.map(({ verdict }) => verdict)).toEqual(['OUTRANKED', 'TAKEN']);
  expect(sentences(eleven, []).map((each) => each.trim())).toContain('Converted from 90.00 EUR at the published rate 1.0831.');
  const again = replay(inputsOf({ basket, priced: eleven }, terms));
  expect(toJson(again)).toBe(toJson(eleven));
});

it('leaves alone a contract whose caps are in money', () => {
  const cap: CapTerms = { id: 'cap_a' as Id<'contractCap'>, measure: 'AMOUNT', limit: 1n, of: 'ALL', value: null };
  const lists = [aList({ contract: { number: 'c', caps: [cap] } })];
  expect(priced([aRateTo(dollar, '1.1')], [aLine('1', [aPrice('10.00')])], dollar, { lists }).priced.lines[0]?.price).toBeNull();
});
