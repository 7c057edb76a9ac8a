import { currencyOf } from '#kernel';
import { TestTaxEngine } from '../../../../test/support/tax-engine.js';
import { answers, type AskedCharge, type TaxProvider, type TaxQuestion } from '../provider.js';
import { taxProvidersAt } from './registry.js';

const charge = (over: Partial<AskedCharge>): AskedCharge => ({
  ...{ id: 'line_a', taxClass: 'standard', quantity: 2000n, amount: 12_100n, entry: 'GROSS', relief: null },
  ...over,
});
const question: TaxQuestion = {
  currency: currencyOf('EUR'),
  at: Date.UTC(2027, 2, 28),
  from: 'NL',
  to: { country: 'US', region: 'NY', postcode: '10001' },
  charges: [
    charge({}),
    charge({ id: 'line_b', taxClass: 'books', quantity: 500n, amount: 999n, entry: 'NET' }),
    charge({ id: 'shipping', quantity: 1000n, amount: 0n, relief: { kind: 'EXEMPT', proof: 'CERT-7' } }),
  ],
};
const patient = () => new AbortController().signal;
const address = { url: 'http://127.0.0.1:9', token: null };

let engine: TestTaxEngine;
beforeAll(async () => (engine = await TestTaxEngine.start()));
afterAll(() => engine.close());
beforeEach(() => (engine.mood = 'WELL'));

/** The provider, which asks the engine of this file if it asks one over HTTP. */
const open = (code: string): TaxProvider => {
  const found = taxProvidersAt({ ...address, url: engine.url }).find((provider) => provider.code === code);
  if (!found) throw new Error(`there is no ${code}`);
  return found;
};

describe.each(taxProvidersAt(address).map(({ code }) => [code] as const))('the outside engine %s', (code) => {
  it('has a code, and a name to read', () => {
    expect(code).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(open(code).name).not.toBe('');
  });

  it('answers what it is asked, charge by charge, and the same to the same question', async () => {
    const answer = await open(code).assess(question, patient());
    expect(answers(question, answer)).toBe(true);
    expect((await open(code).assess(question, patient())).charges).toEqual(answer.charges);
  });

  it('answers nothing to nothing', async () => {
    expect(await open(code).assess({ ...question, charges: [] }, patient())).toMatchObject({ charges: [] });
  });

  it('stops when nobody waits for it any more, asked or told', async () => {
    engine.mood = 'SILENT';
    const slow = { ...question, to: { ...question.to, postcode: 'slow' } };
    const deaf = { ...question, to: { ...question.to, postcode: 'deaf' } };
    const order = { orderId: 'ord_1', question: deaf, answer: { reference: 'r', charges: [] } };
    const stopping = new AbortController();
    const { signal } = stopping;
    const waiting = [open(code).assess(slow, signal), open(code).commit(order, signal), open(code).void(order, signal)];
    const refused = Promise.allSettled(waiting);
    stopping.abort();
    expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  it('is told of an order as often as need be', async () => {
    const order = { orderId: 'ord_2', question, answer: await open(code).assess(question, patient()) };
    await open(code).commit(order, patient());
    await open(code).commit(order, patient());
    await open(code).void(order, patient());
  });
});

test('over HTTP an order is told under a key of its own, with all that was asked and answered', async () => {
  const answer = await open('http').assess(question, patient());
  await open('http').commit({ orderId: 'ord_3', question, answer }, patient());
  await open('http').void({ orderId: 'ord_3', question, answer }, patient());
  expect(engine.told.get('commit-ord_3')).toEqual({
    times: 1,
    body: {
      ...{ orderId: 'ord_3', reference: answer.reference, question: engine.asked.at(-1) },
      charges: [
        { id: 'line_a', taxes: [{ name: 'State tax', percent: '10', amount: '11.00' }] },
        { id: 'line_b', taxes: [{ name: 'State tax', percent: '10', amount: '1.00' }] },
        { id: 'shipping', taxes: [] },
      ],
    },
  });
  expect(engine.told.get('void-ord_3')?.body).toEqual({ orderId: 'ord_3', reference: answer.reference });
});

test('no two have the same code, and none is asked over HTTP where no address is known', () => {
  const codes = taxProvidersAt(address).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(taxProvidersAt(null).map(({ code }) => code)).toEqual(codes.filter((code) => code !== 'http'));
});

test.each([
  ['a charge is left out', []],
  ['a charge is there twice', ['a', 'a']],
  ['another charge', ['b']],
])('it is no answer when %s', (_, ids) => {
  const asked = { ...question, charges: [charge({ id: 'a', amount: 100n })] };
  const answer = (charges: readonly string[], amount = 1n) => ({
    reference: 'r',
    charges: charges.map((id) => ({ id, taxes: [{ name: 'T', percent: 0n, amount }] })),
  });
  expect(answers(asked, answer(['a']))).toBe(true);
  expect(answers(asked, answer(ids))).toBe(false);
  expect(answers(asked, answer(['a'], -1n))).toBe(false);
  expect(answers(asked, answer(['a'], 101n))).toBe(false);
  expect(answers(asked, { ...answer(['a']), reference: '' })).toBe(false);
});
