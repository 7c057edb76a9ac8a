import { currencyOf, idOf } from '#kernel';
import { told } from './news.js';
import { paymentMachine } from './payment.machine.js';
import {
  asked,
  isGood,
  isLiving,
  isOpen,
  isReturning,
  returned,
  returning,
  settled,
  type Payment,
  type PaymentState,
} from './payment.js';

const same = '0'.repeat(26);
const order = { id: idOf('order', same), total: 1234n, currency: currencyOf('EUR') };
const begun = asked(idOf('payment', same), order, { provider: 'sandbox', instrument: null });
const inState = (state: PaymentState): Payment => ({ ...begun, state, version: 1 });
const all = Object.keys(paymentMachine.to) as PaymentState[];

it('begins undecided, for all of the order', () => {
  expect(begun).toMatchObject({ state: 'PENDING', amount: 1234n, currency: 'EUR', orderId: order.id, version: 0 });
});

it('takes the provider’s word once', () => {
  const captured = settled(begun, { state: 'CAPTURED', reference: 'r' });
  expect(captured).toMatchObject({ state: 'CAPTURED', providerReference: 'r', failureCode: null });
  expect(settled(begun, { state: 'FAILED', code: 'declined', message: '' })).toMatchObject({
    state: 'FAILED',
    failureCode: 'declined',
  });
  for (const state of ['CAPTURED', 'FAILED', 'VOIDING', 'VOIDED', 'REFUNDING', 'REFUNDED'] as const)
    expect(() => settled(inState(state), { state: 'CAPTURED', reference: 'r' })).toThrow(
      expect.objectContaining({ code: 'WRONG_STATE' }),
    );
});

it('may stay undecided, and keeps the reference that it got', () => {
  const known = settled(begun, { state: 'PENDING', reference: 'r' });
  expect(known).toMatchObject({ state: 'PENDING', providerReference: 'r' });
  const unknown = settled(known, { state: 'UNKNOWN' });
  expect(unknown).toMatchObject({ state: 'UNKNOWN', providerReference: 'r' });
  expect(settled(unknown, { state: 'UNKNOWN' })).toEqual(unknown);
});

it('is of one kind in every state', () => {
  const kinds = (payment: Payment) => [isOpen(payment), isGood(payment), isReturning(payment)].filter(Boolean).length;
  const ended: PaymentState[] = ['FAILED', 'VOIDED', 'REFUNDED'];
  expect(all.map((state) => kinds(inState(state)))).toEqual(all.map((state) => (ended.includes(state) ? 0 : 1)));
  expect(all.filter((state) => isLiving(inState(state)))).toEqual(['PENDING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED']);
});

it.each([
  ['PENDING', 'VOIDING', 'VOIDED'],
  ['UNKNOWN', 'VOIDING', 'VOIDED'],
  ['AUTHORIZED', 'VOIDING', 'VOIDED'],
  ['CAPTURED', 'REFUNDING', 'REFUNDED'],
] as const)('goes back: %s, %s, %s', (state, then, last) => {
  const back = returning(inState(state));
  expect(back.state).toBe(then);
  expect(returned(back).state).toBe(last);
  expect(() => returning(back)).toThrow(expect.objectContaining({ code: 'WRONG_STATE' }));
});

it('tells what it has become, counting itself up; what is under way tells nothing', () => {
  const news = (state: PaymentState) => told(inState(state), () => idOf('event', same));
  const said = Object.fromEntries(all.map((state) => [state, news(state).events.map(({ type }) => type)]));
  expect(said).toEqual({
    PENDING: [],
    UNKNOWN: [],
    AUTHORIZED: ['payment.authorized'],
    CAPTURED: ['payment.captured'],
    VOIDING: [],
    REFUNDING: [],
    FAILED: ['payment.failed'],
    VOIDED: ['payment.voided'],
    REFUNDED: ['payment.refunded'],
  });
  expect(news('CAPTURED')).toMatchObject({
    payment: { version: 2 },
    events: [{ aggregateVersion: 2n, payload: { amount: '12.34', currency: 'EUR' } }],
  });
  expect(news('PENDING').payment.version).toBe(1);
});
