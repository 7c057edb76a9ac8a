import fc from 'fast-check';
import { statement } from '#platform/db';
import { usingDatabase } from '../../test/support/database.js';
import { demandArrays, type Demand } from './demand.js';
import { isExpired, shortageOf } from './refusal.js';

const postgres = usingDatabase();

type State = 'PENDING' | 'POSTED' | 'VOIDED' | 'EXPIRED' | 'RELEASED' | 'CONSUMED';
type Step =
  | {
      readonly verb: 'claim';
      readonly owner: string;
      readonly demand: readonly Demand[];
      readonly end: 'due' | 'later' | 'never';
    }
  | { readonly verb: 'post' | 'void' | 'release' | 'consume'; readonly owner: string }
  | { readonly verb: 'expire' };

/** What the SQL functions promise, in a few lines: counters, and the holds in the order of claiming. */
class Model {
  readonly capacity = new Map([
    ['a', 10n],
    ['b', 6n],
    ['c', 3n],
  ]);
  holds: { owner: string; counter: string; quantity: bigint; due: boolean; state: State }[] = [];

  sum(counter: string, state: State): bigint {
    return this.holds.reduce((sum, hold) => (hold.counter === counter && hold.state === state ? sum + hold.quantity : sum), 0n);
  }

  run(step: Step): string {
    if (step.verb === 'claim') return this.claim(step.owner, step.demand, step.end);
    if (step.verb === 'expire') return this.change((hold) => hold.state === 'PENDING' && hold.due, 'EXPIRED');
    const { owner } = step;
    if (step.verb === 'void') return this.change((hold) => hold.owner === owner && hold.state === 'PENDING', 'VOIDED');
    if (step.verb === 'release') return this.change((hold) => hold.owner === owner && hold.state === 'POSTED', 'RELEASED');
    if (step.verb === 'post') return this.post(owner);
    for (const hold of this.holds)
      if (hold.owner === owner && hold.state === 'POSTED')
        this.capacity.set(hold.counter, (this.capacity.get(hold.counter) ?? 0n) - hold.quantity);
    return this.change((hold) => hold.owner === owner && hold.state === 'POSTED', 'CONSUMED');
  }

  private claim(owner: string, demand: readonly Demand[], end: string): string {
    // an owner that still has something pending voids it first, as orders do
    this.change((hold) => hold.owner === owner && hold.state === 'PENDING', 'VOIDED');
    const kept = this.holds.map((hold) => ({ ...hold }));
    for (const counter of [...new Set(demand.map(({ counterId }) => counterId))].sort()) {
      const asked = demand.filter(({ counterId }) => counterId === counter).reduce((sum, { quantity }) => sum + quantity, 0n);
      const room = () => (this.capacity.get(counter) ?? 0n) - this.sum(counter, 'PENDING') - this.sum(counter, 'POSTED');
      if (room() < asked) this.change((hold) => hold.counter === counter && hold.state === 'PENDING' && hold.due, 'EXPIRED');
      if (room() < asked) {
        const refusal = `short ${counter} ${String(asked)} ${String(room())}`;
        this.holds = kept;
        return refusal;
      }
      this.holds.push({ owner, counter, quantity: asked, due: end === 'due', state: end === 'never' ? 'POSTED' : 'PENDING' });
    }
    return 'ok';
  }

  private post(owner: string): string {
    const own = this.holds.filter((hold) => hold.owner === owner);
    const pending = own.filter(({ state }) => state === 'PENDING');
    const last = (state: State): number => own.findLastIndex((hold) => hold.state === state);
    if (pending.some(({ due }) => due) || (!pending.length && last('EXPIRED') > last('POSTED'))) return 'expired';
    return this.change((hold) => hold.owner === owner && hold.state === 'PENDING', 'POSTED');
  }

  private change(which: (hold: Model['holds'][number]) => boolean, state: State): string {
    for (const hold of this.holds.filter(which)) hold.state = state;
    return 'ok';
  }
}

const claim = statement('model.claim', 'select from hold_claim($1, $2, $3, $4, $5)');
const verbs = {
  post: statement('model.post', 'select from hold_post($1)'),
  void: statement('model.void', 'select from hold_void($1)'),
  release: statement('model.release', 'select from hold_release($1)'),
  consume: statement('model.consume', 'select from hold_consume($1)'),
};
const expire = statement('model.expire', 'select from hold_expire(1000)');
const ends = { due: new Date('2001-01-01'), later: new Date('2999-01-01'), never: null };

async function runReal(step: Step): Promise<string> {
  try {
    if (step.verb === 'expire') await postgres.database.read(expire);
    else if (step.verb === 'claim') {
      await postgres.database.read(verbs.void, [step.owner]);
      await postgres.database.read(claim, [step.owner, ...demandArrays(step.demand), ends[step.end]]);
    } else await postgres.database.read(verbs[step.verb], [step.owner]);
    return 'ok';
  } catch (error) {
    const short = shortageOf(error);
    if (short) return `short ${short.counterId} ${String(short.asked)} ${String(short.available)}`;
    if (isExpired(error)) return 'expired';
    throw error;
  }
}

const owner = fc.constantFrom('x', 'y', 'z');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      verb: fc.constant('claim' as const),
      owner,
      demand: fc.array(fc.record({ counterId: fc.constantFrom('a', 'b', 'c'), quantity: fc.bigInt(1n, 4n) }), {
        minLength: 1,
        maxLength: 4,
      }),
      end: fc.constantFrom('due' as const, 'later' as const, 'never' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      verb: fc.constantFrom('post' as const, 'void' as const, 'release' as const, 'consume' as const),
      owner,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ verb: 'expire' as const }) },
);

it('does what the model does, whatever the order of claims and ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      await postgres.database.pool.query('truncate counter, hold');
      const model = new Model();
      for (const [id, capacity] of model.capacity)
        await postgres.database.pool.query('insert into counter (id, capacity) values ($1, $2)', [id, capacity]);
      for (const one of steps) expect([one, await runReal(one)]).toEqual([one, model.run(one)]);
      const { rows } = await postgres.database.pool.query(
        'select id, capacity, pending, posted, excess from counter order by id',
      );
      expect(rows).toEqual(
        [...model.capacity].map(([id, capacity]) => ({
          id,
          capacity: String(capacity),
          pending: String(model.sum(id, 'PENDING')),
          posted: String(model.sum(id, 'POSTED')),
          excess: '0',
        })),
      );
      const { rows: holds } = await postgres.database.pool.query(
        'select owner, counter_id, quantity, state from hold order by id',
      );
      expect(holds).toEqual(
        model.holds.map((hold) => ({
          owner: hold.owner,
          counter_id: hold.counter,
          quantity: String(hold.quantity),
          state: hold.state,
        })),
      );
    }),
    { numRuns: 60 },
  );
}, 60_000);
