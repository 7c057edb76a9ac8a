import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { printing } from '../../apps/story/narrator.js';
import { tellStory, type ToldChapter } from '../../apps/story/story.js';
import { summary } from '../../apps/story/summary.js';
import { expectBooksToBalance } from '../support/books.js';
import type { TestDatabase } from '../support/database.js';
import { redisUrl } from '../support/redis.js';
import { startReplicas } from '../support/replicas.js';
import { startWholeShop } from '../support/whole.js';

const titles = [
  'A file is imported',
  'A guest fills a cart on the web',
  'The guest signs up',
  'The cart is there on the phone',
  'The till scans into it',
  'A portal buyer sees contract prices',
  'The order is placed and paid once',
  'Stock and events say so',
  'Fifty want the last one',
  'A stranger is turned away',
];

interface Ground {
  readonly urls: readonly string[];
  readonly staff: Readonly<Record<string, string>>;
  readonly postgres: TestDatabase;
}

/** Tells the story there: its chapters, and all that a reader would have seen. */
async function tellAt({ urls, staff, postgres }: Ground): Promise<{ chapters: readonly ToldChapter[]; printed: string }> {
  const pages: string[] = [];
  const { PATH, REDIS_URL } = process.env;
  const chapters = await tellStory({
    urls,
    staffKey: String(staff['authorization']).replace('Bearer ', ''),
    environment: { PATH, REDIS_URL, DATABASE_URL: postgres.url },
    narrator: printing((text) => pages.push(text)),
  });
  return { chapters, printed: pages.join('\n') };
}

/** What is left when the story was told so many times. */
async function expectTold({ postgres }: Ground, times: number): Promise<void> {
  await expectBooksToBalance(postgres.database);
  const { rows } = await postgres.database.pool.query(
    `select (select count(*)::int from orders where state = 'PLACED') placed, (select count(*)::int from orders) orders,
       (select count(*)::int from payment) payments, (select count(*)::int from delivery where parked_at is not null) parked`,
  );
  expect(rows).toEqual([{ placed: 2 * times, orders: 2 * times, payments: 2 * times, parked: 0 }]);
}

const redis = redisUrl();

if (redis !== undefined)
  test('the story on two replicas with Redis', async () => {
    const shop = await startReplicas({ redisUrl: redis });
    try {
      const ground = { ...shop, urls: shop.apis.map(({ url }) => url) };
      const { chapters, printed } = await tellAt(ground);
      expect(chapters.map(({ title }) => title)).toEqual(titles);
      expect(printed).not.toMatch(/undefined|\[object|\?\?/);
      for (const [index, title] of titles.entries()) expect(printed).toContain(`${String(index + 1)}  ${title}`);
      await expectTold(ground, 1);
    } finally {
      await shop.close();
    }
  }, 120_000);

test('the story in one process without Redis, and once more in the same shop', async () => {
  const shop = await startWholeShop({ REDIS_URL: '' });
  try {
    const ground = { ...shop, urls: [shop.url] };
    for (const times of [1, 2]) {
      const { chapters } = await tellAt(ground);
      expect(chapters.map(({ title }) => title)).toEqual(titles);
      await expectTold(ground, times);
    }
  } finally {
    await shop.close();
  }
}, 120_000);

test('a step that does not come out as it must ends the story in a sentence', async () => {
  const shop = await startWholeShop({ REDIS_URL: '' });
  try {
    const ground = { ...shop, urls: [shop.url] };
    await expect(tellAt({ ...ground, staff: { authorization: 'Bearer cwk_nobody' } })).rejects.toThrow(
      'staff was refused: the key is unknown or has been revoked (UNAUTHENTICATED)',
    );
    const closed = 'http://127.0.0.1:1';
    await expect(tellAt({ ...ground, urls: [closed] })).rejects.toThrow(`no answer came from ${closed}/graphql (fetch failed)`);
    const child = spawn(process.execPath, ['dist/apps/story/main.js'], {
      cwd: new URL('../../', import.meta.url),
      env: { PATH: process.env.PATH, STORY_URL: closed },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(said).toBe(
      `\nThe story breaks off here: no server is ready at ${closed}: run npm start in another terminal, or name yours by STORY_URL.\n`,
    );
  } finally {
    await shop.close();
  }
}, 60_000);

test('the summary is a table of chapters and milliseconds', () => {
  const chapters = [
    { title: 'One', ms: 7 },
    { title: 'Another', ms: 1234 },
  ];
  expect(summary(chapters, 1500)).toEqual([
    '',
    '   1  One                    7 ms',
    '   2  Another            1,234 ms',
    '      The whole story    1,500 ms',
    '',
  ]);
});
