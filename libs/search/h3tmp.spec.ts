import { Database } from '#platform/db';
import { currencyOf, stranger } from '#kernel';
import { SearchRepository } from './search.repository.js';
import { criteriaOf } from './criteria.js';

test('explain', async () => {
  const db = new Database({ host: '/tmp/h3pg', port: 55433, user: 'postgres', database: 'postgres' });
  const out: string[] = [];
  const spy = {
    read: async (statement: { name: string; text: string }, values: unknown[]) => {
      const times: number[] = [];
      for (let i = 0; i < 8; i++) {
        const t = performance.now();
        await db.read(statement as never, values as never);
        times.push(performance.now() - t);
      }
      times.sort((a, b) => a - b);
      const { rows } = await db.pool.query<Record<string, string>>({
        text: `explain (analyze, costs off) ${statement.text}`,
        values,
      });
      const plan = rows.map((r) => Object.values(r)[0]);
      out.push(`## ${statement.name} median ${times[4]?.toFixed(1)} ms, min ${times[0]?.toFixed(1)} ${plan.at(-1)}`);
      if (process.env.H3PLAN && statement.name.includes(process.env.H3PLAN)) out.push(plan.join('\n'));
      return db.read(statement as never, values as never);
    },
  };
  const repo = new SearchRepository(spy as never);
  const ground = { entry: 'GROSS', listIds: ['pl_1'], entries: ['GROSS'], taxClassIds: ['txc_1'], taxFactors: ['1.19'] } as never;
  const context = {
    actor: { kind: 'guest' },
    buyer: stranger,
    channel: { id: 'chan_1', locationIds: ['loc_1'], safetyStock: 0n },
    currency: currencyOf('EUR'),
    locales: ['en', 'de'],
  } as never;
  const page = { first: 20, after: null };
  const attrs = new Map([['material', { code: 'material', type: 'SELECT', filterable: true } as never]]);
  const cases: [string, string | null, object][] = [
    ['selective', 'vintage carbon headphones', {}],
    ['misspelt', 'vintag hedphones', {}],
    ['broad', 'bicycle', {}],
    ['very broad', 'acme', {}],
    ['everything described', 'comfortable', {}],
    ['category', null, { category: 'cat-2' }],
    ['filtered', 'bicycle', { attributes: [{ code: 'material', values: ['oak'] }], price: { max: '50' } }],
    ['all', null, {}],
  ];
  for (const [name, text, filter] of cases) {
    const criteria = criteriaOf(text, filter as never, attrs);
    for (const sort of ['RELEVANCE', 'NEWEST', 'NAME', 'PRICE_ASC'] as const) {
      if (text === null && sort === 'RELEVANCE') continue;
      const hits = await repo.hits(criteria, sort, page, ground, context);
      out.push(`   ${name} ${sort}: ${String(hits.length)}`);
    }
    const facets = await repo.facets(criteria, ['a:material', 'a:weight', 'a:waterproof'], ground, context);
    out.push(`   ${name} facets: ${String(facets.total)} ${String(facets.exact)}`);
  }
  console.log(out.join('\n'));
  await db.close();
}, 120000);
