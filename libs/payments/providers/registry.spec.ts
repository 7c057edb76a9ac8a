import { currencyOf, idOf } from '#kernel';
import { paymentMachine } from '../payment.machine.js';
import type { PaymentOutcome, PaymentRequest } from '../provider.js';
import { providerNamed, providerOf, providers } from './registry.js';

/** What a test of any provider pays with: everything that one of them understands, and something none does. */
const instruments = [null, 'approve', 'authorize', 'decline', 'pending', 'timeout', 'timeout-declined', 'nonsense'];

const aRequest = (instrument: string | null): PaymentRequest => ({
  paymentId: idOf('payment', '0'.repeat(26)),
  amount: 1234n,
  currency: currencyOf('EUR'),
  instrument,
  providerReference: null,
});

/** An outcome is something that a payment being asked for can become. */
function expectOutcome(outcome: PaymentOutcome): void {
  expect(['PENDING', ...paymentMachine.to.PENDING]).toContain(outcome.state);
  if ('reference' in outcome) expect(outcome.reference).not.toBe('');
  if (outcome.state === 'FAILED') expect(outcome.code).toMatch(/^[a-z_]+$/);
}

describe.each(providers.map((provider) => [provider.code, provider] as const))('the provider %s', (code, provider) => {
  it('has a code that accounts can be named after, and a name to read', () => {
    expect(code).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(provider.name).not.toBe('');
  });

  it.each(instruments)('says the same of the same payment, however often it is asked (%s)', async (instrument) => {
    const request = aRequest(instrument);
    const outcome = provider.decide(request) ?? (await provider.authorize(request));
    expectOutcome(outcome);
    expect(provider.decide(request) ?? (await provider.authorize(request))).toEqual(outcome);
    const later = await provider.query(request);
    expectOutcome(later);
    expect(await provider.query(request)).toEqual(later);
    // what it has decided it does not take back
    if (outcome.state !== 'UNKNOWN' && outcome.state !== 'PENDING') expect(later).toEqual(outcome);
  });

  it.each(instruments)('decides in process or asks outside, and asking outside agrees (%s)', async (instrument) => {
    const decided = provider.decide(aRequest(instrument));
    if (decided) expect(await provider.authorize(aRequest(instrument))).toEqual(decided);
  });

  it('collects once, however often it is asked to', async () => {
    const request = { ...aRequest(null), providerReference: 'r' };
    const captured = await provider.capture(request);
    expect(captured.state).toBe('CAPTURED');
    expect(await provider.capture(request)).toEqual(captured);
  });

  it('gives back, however often it is asked to', async () => {
    await expect(provider.giveBack(aRequest(null))).resolves.toBeUndefined();
    await expect(provider.giveBack(aRequest(null))).resolves.toBeUndefined();
  });
});

it('finds a provider among those that the channel allows', () => {
  expect(providerOf('manual', ['manual'], ['payment']).code).toBe('manual');
  expect(() => providerOf('sandbox', ['manual'], ['payment'])).toThrow(
    expect.objectContaining({ code: 'INVALID', path: ['payment'], facts: { allowed: 'manual' } }),
  );
  expect(() => providerOf('gold', ['gold'], ['payment'])).toThrow(expect.objectContaining({ code: 'INVALID' }));
  expect(() => providerNamed('gold')).toThrow('there is no payment provider gold');
  expect(new Set(providers.map(({ code }) => code)).size).toBe(providers.length);
});
