import { currencyOf } from '#kernel';
import { charged, paidIn, receiptNumber, soldAt } from './sale.js';

const EUR = currencyOf('EUR');
const line = { unitPrice: 1_500_000n, quantity: 1500n, discount: 25n, tax: 32n };

test('a line is charged at what its receipt says, with the tax in it or on top', () => {
  expect(charged(line, { currency: EUR, entry: 'GROSS' }, 'HALF_UP')).toEqual({
    amount: 225n,
    left: 200n,
    net: 168n,
    gross: 200n,
  });
  expect(charged(line, { currency: EUR, entry: 'NET' }, 'HALF_UP')).toEqual({ amount: 225n, left: 200n, net: 200n, gross: 232n });
});

test('when it was sold is the device’s time, corrected by what it knew', () => {
  const deviceTime = new Date('2027-03-28T09:00:00Z');
  expect(soldAt({ deviceTime, clockOffsetSeconds: -90 }).toISOString()).toBe('2027-03-28T08:58:30.000Z');
  expect(soldAt({ deviceTime, clockOffsetSeconds: null })).toEqual(deviceTime);
});

test('a receipt shows the till and the sale; tenders add up', () => {
  expect(receiptNumber('3', 1027)).toBe('3-1027');
  const tenders = [100n, 23n].map((amount) => ({ kind: 'CASH' as const, amount, reference: null }));
  expect(paidIn({ tenders })).toBe(123n);
});
