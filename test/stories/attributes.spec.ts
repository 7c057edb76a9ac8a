import type { Json } from '../support/api.js';
import { aShop } from '../support/plan.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { countStatements } from '../support/statements.js';

const plan = aShop({ things: { CHAIR: { price: '10.00', stock: 1 } } });
const shop = usingShop({ ...plan, channel: { ...plan.channel, locales: ['en', 'de'] } });
let productId: string;

const described = `attributes { code name type unit values texts }`;
const done = (mutation: string, input: object, result?: string) => staffOf(shop()).done(mutation, input, result);
const chair = async (headers = {}): Promise<Json> =>
  shop().ask(`{ product(slug: "chair") { ${described} variants { ${described} } } }`, {}, headers);

beforeAll(async () => {
  productId = (await shop().ask('{ product(slug: "chair") { id } }')).id;
  const options = [
    { code: 'oak', name: 'Oak' },
    { code: 'ash', name: 'Ash' },
  ];
  await done('createAttribute', { code: 'wood', type: 'SELECT', name: 'Wood', filterable: true, options });
  await done('createAttribute', { code: 'height', type: 'NUMBER', name: 'Height', unit: 'cm', filterable: true });
  await done('createAttribute', { code: 'stackable', type: 'BOOLEAN', name: 'Stackable' });
  await done('createAttribute', { code: 'care', type: 'TEXT', name: 'Care' });
  await done('createAttribute', { code: 'since', type: 'DATE', name: 'Since' });
});

test('products and variants are described, each value in its type, in the language that is asked for', async () => {
  const attributes = [
    { code: 'wood', values: ['ash', 'oak'] },
    { code: 'height', values: ['80.50'] },
    { code: 'care', values: ['Wipe it'] },
    { code: 'since', values: ['2024-02-29'] },
  ];
  const variants = [{ sku: 'CHAIR', attributes: [{ code: 'stackable', values: ['true'] }] }];
  await done('updateProduct', { id: productId, attributes, variants });
  await done('updateProduct', { id: productId, locale: 'de', attributes: [{ code: 'care', values: ['Abwischen'] }] });
  const [wood] = (await shop().ask('{ attributes { id code } }', {}, shop().staff)).filter(({ code }: Json) => code === 'wood');
  await done('updateAttribute', { id: wood.id, locale: 'de', name: 'Holz', options: [{ code: 'oak', name: 'Eiche' }] });
  const shown = [
    { code: 'care', name: 'Care', type: 'TEXT', unit: null, values: ['Wipe it'], texts: ['Wipe it'] },
    { code: 'height', name: 'Height', type: 'NUMBER', unit: 'cm', values: ['80.5'], texts: ['80.5'] },
    { code: 'since', name: 'Since', type: 'DATE', unit: null, values: ['2024-02-29'], texts: ['2024-02-29'] },
    { code: 'wood', name: 'Wood', type: 'SELECT', unit: null, values: ['ash', 'oak'], texts: ['Ash', 'Oak'] },
  ];
  const stackable = { code: 'stackable', name: 'Stackable', type: 'BOOLEAN', unit: null, values: ['true'], texts: ['true'] };
  expect(await chair()).toEqual({ attributes: shown, variants: [{ attributes: [stackable] }] });
  // Ash has no German name: it falls back
  const german = (await chair({ 'accept-language': 'de' })).attributes;
  expect(german[0].texts).toEqual(['Abwischen']);
  expect([german[3].name, german[3].texts]).toEqual(['Holz', ['Ash', 'Eiche']]);
});

test('what is not named stays, and no values take an attribute away', async () => {
  await done('updateProduct', { id: productId, attributes: [{ code: 'since', values: [] }] });
  expect((await chair()).attributes.map(({ code }: Json) => code as string)).toEqual(['care', 'height', 'wood']);
});

test('reading attributes takes no statement of its own', async () => {
  expect(await countStatements(shop().postgres.database, () => chair())).toBe(1);
});

const given = (code: string, ...values: string[]) => ({ attributes: [{ code, values }] });

test.each([
  [given('colour', 'red'), 'NOT_FOUND', 'attributes.0.code'],
  [given('wood', 'oak', 'pine'), 'NOT_FOUND', 'attributes.0.values.1'],
  [given('height', 'tall'), 'INVALID', 'attributes.0.values.0'],
  [given('height', '1', '2'), 'INVALID', 'attributes.0.values'],
  [given('stackable', 'yes'), 'INVALID', 'attributes.0.values.0'],
  [given('since', '2023-02-29'), 'INVALID', 'attributes.0.values.0'],
  [given('care', ' '), 'INVALID', 'attributes.0.values.0'],
  [{ variants: [{ sku: 'CHAIR', ...given('height', '') }] }, 'INVALID', 'variants.0.attributes.0.values.0'],
])('refuses %j', async (more, code, path) => {
  const kept = async () =>
    (await shop().postgres.database.pool.query('select p.*, v.* from product p join variant v on v.product_id = p.id')).rows;
  const before = await kept();
  const answer = await shop().ask(
    'mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { product { id } userErrors { code path } } }',
    { input: { id: productId, ...more } },
    shop().staff,
  );
  expect(answer).toEqual({ product: null, userErrors: [{ code, path: ['input', ...path.split('.')] }] });
  expect(await kept()).toEqual(before);
});

test.each([
  [{ code: 'wood', type: 'TEXT', name: 'Wood' }, 'ALREADY_EXISTS', 'code'],
  [{ code: 'a b', type: 'TEXT', name: 'A' }, 'INVALID', 'code'],
  [{ code: 'a', type: 'TEXT', name: ' ' }, 'INVALID', 'name'],
  [{ code: 'a', type: 'TEXT', name: 'A', unit: 'cm' }, 'INVALID', 'unit'],
  [{ code: 'a', type: 'DATE', name: 'A', filterable: true }, 'INVALID', 'filterable'],
  [{ code: 'a', type: 'SELECT', name: 'A' }, 'INVALID', 'options'],
  [{ code: 'a', type: 'NUMBER', name: 'A', options: [{ code: 'x', name: 'X' }] }, 'INVALID', 'options'],
  [{ code: 'a', type: 'SELECT', name: 'A', options: [{ code: 'x', name: '' }] }, 'INVALID', 'options.0.name'],
])('refuses to make %j', async (input, code, path) => {
  const answer = await shop().ask(
    'mutation ($input: CreateAttributeInput!) { createAttribute(input: $input) { attribute { id } userErrors { code path } } }',
    { input },
    shop().staff,
  );
  expect(answer).toEqual({ attribute: null, userErrors: [{ code, path: ['input', ...path.split('.')] }] });
  expect((await shop().ask('{ attributes { code } }', {}, shop().staff)).length).toBe(5);
});
