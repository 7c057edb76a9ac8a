import { PassThrough } from 'node:stream';
import { progressOn } from './progress.js';

test('without a terminal a line is written every five seconds, with rate and time left', () => {
  const stream = new PassThrough() as unknown as NodeJS.WriteStream;
  let now = 0;
  const progress = progressOn(stream, () => now);
  for (let rows = 0; rows <= 24_000; rows += 1000) {
    progress.show({ pass: 'WRITE', rows, bytes: rows * 100, totalBytes: 30_000_000 });
    now += 500;
  }
  progress.stop();
  expect(String(stream.read())).toBe(
    'importing: 3 %, 10,000 rows, 2,000 a second, 2m25s left\nimporting: 6 %, 20,000 rows, 2,000 a second, 2m20s left\n',
  );
});
