import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { countStatements } from '../../test/support/statements.js';
import { CategoryService } from './category.service.js';

const postgres = usingDatabase();
let categories: CategoryService;
const context = aContext();
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;

beforeAll(() => {
  categories = new CategoryService(postgres.database);
});

beforeEach(async () => {
  await sql('truncate category cascade');
});

const make = (slug: string, parentSlug?: string) =>
  categories.create({ slug, name: { en: slug.toUpperCase() }, ...(parentSlug && { parentSlug }) }, null, context);

it('grows a tree and reads it in one statement', async () => {
  await make('clothes');
  await make('shirts', 'clothes');
  await make('polo', 'shirts');
  await make('mugs');
  const shape = (nodes: readonly { slug: string; children?: readonly object[] }[]): unknown =>
    nodes.map(({ slug, children }) => [slug, shape((children ?? []) as { slug: string }[])]);
  expect(shape(await categories.tree(context))).toEqual([
    ['clothes', [['shirts', [['polo', []]]]]],
    ['mugs', []],
  ]);
  expect(await countStatements(postgres.database, () => categories.tree(context))).toBe(1);
});

it('refuses a slug that is taken, an unknown parent and a ring', async () => {
  const clothes = await make('clothes');
  await make('shirts', 'clothes');
  expect(await refusal(make('clothes'))).toEqual({ code: 'ALREADY_EXISTS', path: ['slug'] });
  expect(await refusal(make('polo', 'nowhere'))).toEqual({ code: 'NOT_FOUND', path: ['parentSlug'] });
  expect(await refusal(make('no slug'))).toEqual({ code: 'INVALID', path: ['slug'] });
  const below = categories.update(clothes.id, { parentSlug: 'shirts' }, null, context);
  expect(await refusal(below)).toEqual({ code: 'INVALID', path: ['parentSlug'] });
  expect(await sql('select slug, parent_id is null as top from category order by slug')).toEqual([
    { slug: 'clothes', top: true },
    { slug: 'shirts', top: false },
  ]);
});

it('makes no ring of two moves at once', async () => {
  const [a, b] = [await make('a'), await make('b')];
  const moves = [
    categories.update(a.id, { parentSlug: 'b' }, null, context),
    categories.update(b.id, { parentSlug: 'a' }, null, context),
  ];
  const done = await Promise.allSettled(moves);
  expect(done.filter(({ status }) => status === 'rejected')).toHaveLength(1);
});

it('writes a change once, and none that changes nothing', async () => {
  const made = await make('a');
  await categories.update(made.id, { slug: 'a' }, null, context);
  expect(await sql('select version from category')).toEqual([{ version: '1' }]);
  await categories.update(made.id, { name: { de: 'Äh' } }, null, context);
  expect(await sql('select version, name from category')).toEqual([{ version: '2', name: { en: 'A', de: 'Äh' } }]);
});
