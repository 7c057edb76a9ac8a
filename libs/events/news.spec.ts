import { newsIn, toldIn } from './news.js';

const some = new Map(Array.from({ length: 500 }, (_, index) => [`cart_${String(index).padStart(26, '0')}`, BigInt(index)]));

test('news is told in texts that are not too long, and read again', () => {
  const texts = toldIn(some, 7900);
  expect(texts).toHaveLength(3);
  expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(7900);
  expect(new Map(texts.flatMap((text) => [...newsIn(text)]))).toEqual(some);
});

test('no news is no text', () => {
  expect(toldIn(new Map(), 7900)).toEqual([]);
});

test.each(['', 'cart_1', 'cart_1=', 'cart_1=x', '=1', `cart_1=${'9'.repeat(30)}`])('%j is no news', (text) => {
  expect(newsIn(text)).toEqual(new Map());
});

test('what can be read of a text counts', () => {
  expect(newsIn('stock:var_1:loc_2=4 broken order_2=3')).toEqual(
    new Map([
      ['stock:var_1:loc_2', 4n],
      ['order_2', 3n],
    ]),
  );
});
