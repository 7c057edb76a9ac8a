import { Database, statement } from '#platform/db';
import { usingDatabase } from '../../test/support/database.js';
import { settingCapacity, type CounterRow } from './counter.repository.js';
import { demandArrays, type Demand } from './demand.js';
import { isExpired, shortageOf } from './refusal.js';

const postgres = usingDatabase();

const claim = statement<CounterRow>('test.claim', 'select * from hold_claim($1, $2, $3, $4, $5)');
const counter = statement<Record<string, string>>(
  'test.counter',
  'select capacity, overdraft, pending, posted, excess, version from counter where id = $1',
);
const holds = statement<{ state: string; quantity: string }>(
  'test.holds',
  'select state, sum(quantity) as quantity from hold where owner = $1 group by state order by state',
);
const move = {
  post: statement<CounterRow>('test.post', 'select * from hold_post($1)'),
  void: statement<CounterRow>('test.void', 'select * from hold_void($1)'),
  release: statement<CounterRow>('test.release', 'select * from hold_release($1)'),
  consume: statement<CounterRow>('test.consume', 'select * from hold_consume($1)'),
};
const expire = statement<CounterRow & { owners: string[] }>('test.expire', 'select * from hold_expire($1)');

const later = new Date('2999-01-01T00:00:00Z');
const before = new Date('2001-01-01T00:00:00Z');
let counters = 0;

async function aCounter(capacity: bigint, overdraft = 0n): Promise<string> {
  counters += 1;
  const id = `test:${String(counters).padStart(4, '0')}`;
  await postgres.database.pool.query('insert into counter (id, capacity, overdraft) values ($1, $2, $3)', [
    id,
    capacity,
    overdraft,
  ]);
  return id;
}

function claimed(owner: string, demand: readonly Demand[], until: Date | null, db = postgres.database): Promise<CounterRow[]> {
  return db.read(claim, [owner, ...demandArrays(demand), until]);
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const sql = (text: string, values: readonly unknown[] = []) => postgres.database.pool.query(text, [...values]);

describe('claiming', () => {
  it('holds until an instant, or for good', async () => {
    const id = await aCounter(10n);
    await claimed('a', [{ counterId: id, quantity: 3n }], later);
    const [row] = await claimed('b', [{ counterId: id, quantity: 2n }], null);
    expect(row).toEqual({
      counter_id: id,
      capacity: '10',
      overdraft: '0',
      pending: '3',
      posted: '2',
      version: '2',
      quantity: '2',
    });
    expect(await postgres.database.read(holds, ['a'])).toEqual([{ state: 'PENDING', quantity: '3' }]);
    expect(await postgres.database.read(holds, ['b'])).toEqual([{ state: 'POSTED', quantity: '2' }]);
  });

  it('adds up what is asked of one counter by several lines', async () => {
    const id = await aCounter(5n);
    const two = [
      { counterId: id, quantity: 3n },
      { counterId: id, quantity: 3n },
    ];
    expect(shortageOf(await refusal(claimed('sum', two, null)))).toEqual({ counterId: id, asked: 6n, available: 5n });
    const rows = await claimed(
      'sum',
      [
        { counterId: id, quantity: 3n },
        { counterId: id, quantity: 2n },
      ],
      null,
    );
    expect(rows.map(({ posted, quantity }) => [posted, quantity])).toEqual([['5', '5']]);
    expect(await postgres.database.read(holds, ['sum'])).toEqual([{ state: 'POSTED', quantity: '5' }]);
  });

  it('takes all or nothing, and says what was short', async () => {
    const [first, second] = [await aCounter(5n), await aCounter(1n)];
    const error = await refusal(
      claimed(
        'all',
        [
          { counterId: second, quantity: 2n },
          { counterId: first, quantity: 1n },
        ],
        null,
      ),
    );
    expect(shortageOf(error)).toEqual({ counterId: second, asked: 2n, available: 1n });
    expect(await postgres.database.read(holds, ['all'])).toEqual([]);
    expect(await postgres.database.read(counter, [first])).toMatchObject([{ posted: '0', version: '0' }]);
  });

  it('finds nothing of a counter that is not there', async () => {
    const error = await refusal(claimed('none', [{ counterId: 'test:none', quantity: 1n }], null));
    expect(shortageOf(error)).toEqual({ counterId: 'test:none', asked: 1n, available: 0n });
  });

  it('leaves alone what must be kept for others', async () => {
    const id = await aCounter(5n);
    expect(shortageOf(await refusal(claimed('k', [{ counterId: id, quantity: 4n, keep: 2n }], null)))).toEqual({
      counterId: id,
      asked: 4n,
      available: 3n,
    });
    await claimed('k', [{ counterId: id, quantity: 3n, keep: 2n }], null);
    expect(shortageOf(await refusal(claimed('k', [{ counterId: id, quantity: 1n, keep: 9n }], null)))?.available).toBe(0n);
    await claimed('till', [{ counterId: id, quantity: 2n }], null);
    expect(await postgres.database.read(counter, [id])).toMatchObject([{ posted: '5' }]);
  });

  it('goes beyond the capacity as far as policy lets it', async () => {
    const id = await aCounter(1n, 2n);
    await claimed('o', [{ counterId: id, quantity: 3n }], null);
    expect(shortageOf(await refusal(claimed('o', [{ counterId: id, quantity: 1n }], null)))?.available).toBe(0n);
    expect(await postgres.database.read(counter, [id])).toMatchObject([{ capacity: '1', posted: '3', excess: '0' }]);
  });

  it('refuses a claim of nothing or less', async () => {
    const id = await aCounter(5n);
    await claimed('one', [{ counterId: id, quantity: 2n }], null);
    for (const quantity of [0n, -1n])
      expect(await refusal(claimed('zero', [{ counterId: id, quantity }], null))).toMatchObject({
        constraint: 'hold_quantity_above_zero',
      });
    expect(await postgres.database.read(counter, [id])).toMatchObject([{ posted: '2', version: '1' }]);
  });
});

describe('what comes after', () => {
  it('is posted, then released or consumed', async () => {
    const id = await aCounter(10n);
    await claimed('p', [{ counterId: id, quantity: 4n }], later);
    expect(await postgres.database.read(move.post, ['p'])).toMatchObject([
      { pending: '0', posted: '4', version: '2', quantity: '4' },
    ]);
    expect(await postgres.database.read(move.post, ['p'])).toEqual([]);
    expect(await postgres.database.read(move.release, ['p'])).toMatchObject([{ capacity: '10', posted: '0', version: '3' }]);
    await claimed('q', [{ counterId: id, quantity: 4n }], null);
    expect(await postgres.database.read(move.consume, ['q'])).toMatchObject([{ capacity: '6', posted: '0', quantity: '4' }]);
    expect(await postgres.database.read(move.release, ['q'])).toEqual([]);
    expect(await postgres.database.read(holds, ['p'])).toEqual([{ state: 'RELEASED', quantity: '4' }]);
    expect(await postgres.database.read(holds, ['q'])).toEqual([{ state: 'CONSUMED', quantity: '4' }]);
  });

  it('is voided once', async () => {
    const id = await aCounter(10n);
    await claimed('v', [{ counterId: id, quantity: 4n }], later);
    expect(await postgres.database.read(move.void, ['v'])).toMatchObject([{ pending: '0', quantity: '4' }]);
    expect(await postgres.database.read(move.void, ['v'])).toEqual([]);
  });

  it('expires: the room is free for the next, and posting is refused', async () => {
    const id = await aCounter(5n);
    await claimed('late', [{ counterId: id, quantity: 5n }], before);
    expect(await postgres.database.read(counter, [id])).toMatchObject([{ pending: '5' }]);
    expect(isExpired(await refusal(postgres.database.read(move.post, ['late'])))).toBe(true);
    const [row] = await claimed('next', [{ counterId: id, quantity: 2n }], null);
    expect(row).toMatchObject({ pending: '0', posted: '2', version: '2' });
    expect(await postgres.database.read(holds, ['late'])).toEqual([{ state: 'EXPIRED', quantity: '5' }]);
    expect(isExpired(await refusal(postgres.database.read(move.post, ['late'])))).toBe(true);
    expect(await postgres.database.read(counter, [id])).toMatchObject([{ pending: '0', posted: '2', version: '2' }]);
  });

  it('may be claimed anew after expiry, and posted', async () => {
    const [a, b] = [await aCounter(5n), await aCounter(5n)];
    await claimed(
      'again',
      [
        { counterId: a, quantity: 5n },
        { counterId: b, quantity: 1n },
      ],
      before,
    );
    await claimed('other', [{ counterId: a, quantity: 1n }], null);
    await postgres.database.read(move.void, ['again']);
    await claimed(
      'again',
      [
        { counterId: a, quantity: 4n },
        { counterId: b, quantity: 1n },
      ],
      later,
    );
    expect(await postgres.database.read(move.post, ['again'])).toHaveLength(2);
    expect(await postgres.database.read(holds, ['again'])).toEqual([
      { state: 'EXPIRED', quantity: '5' },
      { state: 'POSTED', quantity: '5' },
      { state: 'VOIDED', quantity: '1' },
    ]);
  });

  it('is refused when part of what was claimed together has expired', async () => {
    const [a, b] = [await aCounter(1n), await aCounter(1n)];
    await claimed('part', [{ counterId: a, quantity: 1n }], before);
    await claimed('part', [{ counterId: b, quantity: 1n }], later);
    await postgres.database.read(expire, [10]);
    expect(isExpired(await refusal(postgres.database.read(move.post, ['part'])))).toBe(true);
    expect(await postgres.database.read(counter, [b])).toMatchObject([{ pending: '1', posted: '0' }]);
  });

  it('is swept when nobody asks, and the sweep names the owners', async () => {
    const id = await aCounter(5n);
    await claimed('s1', [{ counterId: id, quantity: 2n }], before);
    await claimed('s2', [{ counterId: id, quantity: 1n }], before);
    await claimed('s3', [{ counterId: id, quantity: 1n }], later);
    const swept = await postgres.database.read(expire, [100]);
    expect(swept).toMatchObject([{ counter_id: id, pending: '1', quantity: '3', version: '4', owners: ['s1', 's2'] }]);
    expect(await postgres.database.read(expire, [100])).toEqual([]);
  });
});

describe('the check behind it', () => {
  it('refuses to oversell even by hand', async () => {
    const id = await aCounter(5n);
    await claimed('h', [{ counterId: id, quantity: 5n }], null);
    for (const change of ['posted = posted + 1', 'pending = 1', 'capacity = 4', 'pending = -1', 'excess = -1'])
      expect(await refusal(sql(`update counter set ${change} where id = $1`, [id]))).toMatchObject({
        constraint: 'counter_within_capacity',
      });
    expect(await postgres.database.read(counter, [id])).toMatchObject([{ capacity: '5', posted: '5', pending: '0' }]);
  });

  it('lets facts take from under promises, and forgets the excess as promises go', async () => {
    const id = await aCounter(10n);
    await claimed('x1', [{ counterId: id, quantity: 6n }], null);
    await claimed('x2', [{ counterId: id, quantity: 4n }], null);
    await postgres.database.commit([settingCapacity(id, 7n)]);
    expect(await postgres.database.read(counter, [id])).toMatchObject([{ capacity: '7', posted: '10', excess: '3' }]);
    expect(shortageOf(await refusal(claimed('x3', [{ counterId: id, quantity: 1n }], null)))?.available).toBe(0n);
    await postgres.database.read(move.release, ['x2']);
    expect(await postgres.database.read(counter, [id])).toMatchObject([{ capacity: '7', posted: '6', excess: '0' }]);
    await claimed('x3', [{ counterId: id, quantity: 1n }], null);
    expect(shortageOf(await refusal(claimed('x3', [{ counterId: id, quantity: 1n }], null)))?.available).toBe(0n);
  });
});

describe('under load', () => {
  it('leaves exactly 100 of 400 claims on 100', async () => {
    const id = await aCounter(100n);
    const crowd = new Database({ connectionString: postgres.url, max: 40 });
    try {
      const answers = await Promise.allSettled(
        Array.from({ length: 400 }, (_, n) => claimed(`crowd-${String(n)}`, [{ counterId: id, quantity: 1n }], null, crowd)),
      );
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
      const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [shortageOf(answer.reason)] : []));
      expect(refusals).toEqual(Array.from({ length: 300 }, () => ({ counterId: id, asked: 1n, available: 0n })));
      expect(await postgres.database.read(counter, [id])).toMatchObject([{ capacity: '100', posted: '100', version: '100' }]);
    } finally {
      await crowd.close();
    }
  });

  it('never deadlocks when 64 clients claim overlapping sets in any order', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => aCounter(1000n)));
    const crowd = new Database({ connectionString: postgres.url, max: 64 });
    const moves = Object.values(move);
    const errors: unknown[] = [];
    try {
      await Promise.all(
        Array.from({ length: 64 }, async (_, client) => {
          for (let turn = 0; turn < 8; turn++) {
            const owner = `race-${String(client)}-${String(turn)}`;
            const shuffled = [...ids].sort(() => Math.random() - 0.5).slice(0, 1 + Math.floor(Math.random() * 6));
            const until = [null, later, before][turn % 3] ?? null;
            try {
              await claimed(
                owner,
                shuffled.map((counterId) => ({ counterId, quantity: 20n })),
                until,
                crowd,
              );
              const next = moves[(client + turn) % moves.length];
              if (next) await crowd.read(next, [owner]);
              if (turn % 4 === 3) await crowd.read(expire, [20]);
            } catch (error) {
              if (!shortageOf(error) && !isExpired(error)) errors.push(error);
            }
          }
        }),
      );
    } finally {
      await crowd.close();
    }
    expect(errors).toEqual([]);
    const { rows } = await sql(
      `select c.id from counter c left join hold h on h.counter_id = c.id where c.id = any ($1)
       group by c.id having c.pending <> coalesce(sum(h.quantity) filter (where h.state = 'PENDING'), 0)
         or c.posted <> coalesce(sum(h.quantity) filter (where h.state = 'POSTED'), 0)
         or c.capacity <> 1000 - coalesce(sum(h.quantity) filter (where h.state = 'CONSUMED'), 0)`,
      [ids],
    );
    expect(rows).toEqual([]);
  });
});
