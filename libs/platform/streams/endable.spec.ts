import { once } from 'node:events';
import { endable } from './endable.js';

test('who leaves while it waits is let go at once, and what was opened is closed', async () => {
  const done: string[] = [];
  const stream = endable<number>(async function* (left) {
    try {
      yield 1;
      await once(left, 'abort');
      done.push('stopped waiting');
    } finally {
      done.push('closed');
    }
  });
  expect(await stream.next()).toEqual({ value: 1, done: false });
  const waiting = stream.next();
  expect(await stream.return()).toEqual({ value: undefined, done: true });
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(done).toEqual(['stopped waiting', 'closed']);
});

test('it is read like any other', async () => {
  const read: number[] = [];
  const stream = endable<number>(async function* () {
    yield* [1, 2, 3];
  });
  for await (const piece of stream) read.push(piece);
  expect(read).toEqual([1, 2, 3]);
});

test('what goes wrong inside is thrown to the reader', async () => {
  const stream = endable<number>(async function* () {
    yield 1;
    throw new Error('broken');
  });
  await stream.next();
  await expect(stream.next()).rejects.toThrow('broken');
});
