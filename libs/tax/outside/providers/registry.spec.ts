import { currencyOf } from '#kernel';
import { answers, type TaxQuestion } from '../provider.js';
import { taxProviders } from './registry.js';

const question: TaxQuestion = {
  currency: currencyOf('EUR'),
  at: Date.UTC(2027, 2, 28),
  from: 'NL',
  to: { country: 'US', region: 'NY', postcode: '10001' },
  charges: [
    { id: 'line_a', taxClass: 'standard', quantity: 2000n, amount: 12_100n, entry: 'GROSS' },
    { id: 'line_b', taxClass: 'books', quantity: 500n, amount: 999n, entry: 'NET' },
    { id: 'shipping', taxClass: 'standard', quantity: 1000n, amount: 0n, entry: 'GROSS' },
  ],
};
const patient = () => new AbortController().signal;

describe.each(taxProviders.map((provider) => [provider.code, provider] as const))('the outside engine %s', (code, provider) => {
  it('has a code, and a name to read', () => {
    expect(code).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(provider.name).not.toBe('');
  });

  it('answers what it is asked, charge by charge, and the same to the same question', async () => {
    const answer = await provider.assess(question, patient());
    expect(answers(question, answer)).toBe(true);
    expect(await provider.assess(question, patient())).toEqual(answer);
  });

  it('answers nothing to nothing', async () => {
    expect(await provider.assess({ ...question, charges: [] }, patient())).toMatchObject({ charges: [] });
  });

  it('stops when nobody waits for it any more', async () => {
    const slow = { ...question, to: { ...question.to, postcode: 'slow' } };
    const stopping = new AbortController();
    const asked = provider.assess(slow, stopping.signal);
    stopping.abort();
    await expect(asked).rejects.toThrow();
  });
});

test('no two have the same code', () => {
  expect(new Set(taxProviders.map(({ code }) => code)).size).toBe(taxProviders.length);
});

test.each([
  ['a charge is left out', []],
  ['a charge is there twice', ['a', 'a']],
  ['another charge', ['b']],
])('it is no answer when %s', (_, ids) => {
  const asked = { ...question, charges: [{ id: 'a', taxClass: 's', quantity: 1n, amount: 100n, entry: 'GROSS' as const }] };
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
