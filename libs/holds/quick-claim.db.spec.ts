import fc from 'fast-check';
import { usingDatabase } from '../../test/support/database.js';
import { demandArrays, type Demand } from './demand.js';

const postgres = usingDatabase();

/** A counter, and the pending holds of others on it. */
interface Begun {
  readonly id: string;
  readonly capacity: number;
  readonly posted: number;
  readonly overdraft: number;
  readonly excess: number;
  readonly pending: readonly { readonly quantity: number; readonly due: boolean }[];
}

const begun = fc.record({
  capacity: fc.integer({ min: 0, max: 12 }),
  posted: fc.integer({ min: 0, max: 5 }),
  overdraft: fc.integer({ min: 0, max: 3 }),
  pending: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 4 }), due: fc.boolean() }), { maxLength: 3 }),
});
const counters = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), begun), { selector: ([id]) => id }).map((all) =>
  all.map(([id, { pending, capacity, posted, overdraft }]): Begun => {
    const promised = posted + pending.reduce((sum, { quantity }) => sum + quantity, 0);
    return { id, capacity, posted, overdraft, pending, excess: Math.max(0, promised - capacity - overdraft) };
  }),
);
const demands = fc.array(
  fc.record({
    counterId: fc.constantFrom('a', 'b', 'c', 'd'),
    quantity: fc.bigInt({ min: 1n, max: 5n }),
    keep: fc.bigInt({ min: 0n, max: 2n }),
  }),
  { minLength: 1, maxLength: 6 },
);

async function setUp(all: readonly Begun[]): Promise<void> {
  const { pool } = postgres.database;
  await pool.query('delete from hold');
  await pool.query('delete from counter');
  for (const { id, capacity, posted, overdraft, excess, pending } of all) {
    const waiting = pending.reduce((sum, { quantity }) => sum + quantity, 0);
    await pool.query(
      'insert into counter (id, capacity, pending, posted, overdraft, excess, version) values ($1, $2, $3, $4, $5, $6, 1)',
      [id, capacity, waiting, posted, overdraft, excess],
    );
    await pool.query(
      `insert into hold (owner, counter_id, quantity, state, expires_at, created_at)
       select 'other', $1, (p->>'quantity')::bigint, 'PENDING', now() + case when (p->>'due')::boolean then -1 else 1 end * interval '1 hour', now()
       from json_array_elements($2::json) p`,
      [id, JSON.stringify(pending)],
    );
  }
}

/** What a claim answers and leaves behind, undone again. */
async function outcome(claim: string, demand: readonly Demand[], expiresAt: Date | null): Promise<unknown> {
  const client = await postgres.database.pool.connect();
  try {
    await client.query('begin');
    const answer = await client
      .query(`select * from ${claim}($1, $2, $3, $4, $5)`, ['buyer', ...demandArrays(demand), expiresAt])
      .then(({ rows }) => rows as unknown[])
      .catch((error: unknown) => {
        const { code, message, detail } = error as { code: string; message: string; detail: string };
        return { code, message, detail };
      });
    if (!Array.isArray(answer)) return answer;
    const { rows: counted } = await client.query('select * from counter order by id');
    const { rows: held } = await client.query(
      'select owner, counter_id, quantity, state, expires_at, closed_at is null open from hold order by id',
    );
    return { answer, counted, held: held as unknown[] };
  } finally {
    await client.query('rollback');
    client.release();
  }
}

test('a claim that takes all at once does what one does that walks from counter to counter', async () => {
  await fc.assert(
    fc.asyncProperty(counters, demands, fc.constantFrom(null, new Date('2099-01-01')), async (all, demand, expiresAt) => {
      await setUp(all);
      expect(await outcome('hold_claim', demand, expiresAt)).toEqual(await outcome('hold_claim_in_turn', demand, expiresAt));
    }),
    { numRuns: 300 },
  );
});

test('claims and returns of the same counters in any order never deadlock, and never take too much', async () => {
  const ids = ['a', 'b', 'c', 'd'];
  await setUp(ids.map((id) => ({ id, capacity: 40, posted: 0, overdraft: 0, excess: 0, pending: [] })));
  const { pool } = postgres.database;
  const results = await Promise.allSettled(
    Array.from({ length: 200 }, async (_, index) => {
      const owner = `buyer ${String(index)}`;
      const order = index % 2 ? ids : ids.toReversed();
      const demand = order.filter((_id, place) => (index + place) % 3 > 0).map((counterId) => ({ counterId, quantity: 1n }));
      await pool.query('select from hold_claim($1, $2, $3, $4, $5)', [owner, ...demandArrays(demand), new Date('2099-01-01')]);
      if (index % 4 === 0) await pool.query('select from hold_void($1)', [owner]);
    }),
  );
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []));
  expect(new Set(refused)).toEqual(new Set(['CW001']));
  const { rows } = await pool.query(
    `select c.id, c.pending = sum(h.quantity) told, c.pending <= c.capacity fits
     from counter c join hold h on h.counter_id = c.id and h.state = 'PENDING' group by c.id order by c.id`,
  );
  expect(rows).toEqual(ids.map((id) => ({ id, told: true, fits: true })));
});
