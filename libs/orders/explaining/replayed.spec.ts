import { inputsOf } from '#engine';
import { anOrder, aPricedCart, theTerms } from '../builders.js';
import { replayedCart, replayedOrder } from './replayed.js';

const terms = theTerms();
const wish = { lines: [{ price: '10.00', quantity: '3' }, { price: '0.99' }], codes: ['TEN'] };
const inputs = inputsOf(aPricedCart(wish, terms), terms);
const order = anOrder(wish, terms);

test('an order that is as its inputs say has no differences', () => {
  const { priced, differences } = replayedOrder(order, inputs);
  expect(differences).toEqual([]);
  expect(priced.totals.total).toBe(order.total);
});

test('every amount that is otherwise is told, with where it is', () => {
  const lines = order.lines.map((line, index) => (index === 1 ? { ...line, net: line.net + 1n, tax: line.tax - 1n } : line));
  const [, second] = order.lines;
  const { differences } = replayedOrder({ ...order, lines, total: order.total + 1n }, inputs);
  expect(differences).toEqual([
    { path: 'lines[1].net', stored: String((second?.net ?? 0n) + 1n), replayed: String(second?.net) },
    { path: 'lines[1].tax', stored: String((second?.tax ?? 0n) - 1n), replayed: String(second?.tax) },
    { path: 'totals.total', stored: String(order.total + 1n), replayed: String(order.total) },
  ]);
});

test('a line too many, and shipping that was not stored, are told whole', () => {
  const { differences } = replayedOrder({ ...order, lines: order.lines.slice(0, 1), shipping: null }, inputs);
  expect(differences.map(({ path, stored }) => [path, stored])).toEqual([
    ['lines[1]', null],
    ['shipping', null],
  ]);
  expect(differences[0]?.replayed).toContain('"lineId":"line_2"');
});

test('a cart is the same after it was stored', () => {
  expect(replayedCart(aPricedCart(wish, terms)).differences).toEqual([]);
});
