import { rulesTopic } from '#platform/broadcast';
import { createCart } from '../support/requests.js';
import { aShop } from '../support/plan.js';
import { startReplicas, type Replica, type Replicas } from '../support/replicas.js';
import { variantsBySku } from '../support/carts.js';
import { staffOf, within } from '../support/staff.js';

const many = 10_000;
let replicas: Replicas;
let here: Replica;
let there: Replica;
let variantId: string;

beforeAll(async () => {
  replicas = await startReplicas({ plan: aShop({ things: { A: { price: '100.00', stock: 100_000 } } }) });
  const [first, second] = replicas.apis;
  if (!first || !second) throw new Error('two were asked for');
  [here, there] = [first, second];
  variantId = String((await variantsBySku(here))['A']);
  // promotions that are for other groups, and lists of other organizations
  await replicas.postgres.database.pool.query(
    `begin;
     insert into promotion (id, name, lane, sequence, conditions, action, status)
       select 'promo_' || n, '{"en":"Offer"}', 'ORDER', n, jsonb_build_array(jsonb_build_object('type', 'group', 'ids', jsonb_build_array('cgr_' || n))),
         '{"type":"percent_off_order","percent":"5"}', 'ACTIVE' from generate_series(1, ${many}) n;
     insert into organization (id, code, name) select 'org_' || n, 'org-' || n, '' from generate_series(1, ${many}) n;
     insert into price_list (id, code, name, currency, entry) select 'pl_' || n, 'list-' || n, '', 'EUR', 'GROSS' from generate_series(1, ${many}) n;
     insert into price_list_audience (list_id, organization_id) select 'pl_' || n, 'org_' || n from generate_series(1, ${many}) n;
     update revision set version = version + 1 where topic = '${rulesTopic}';
     commit`,
  );
}, 120_000);

afterAll(async () => {
  await replicas.close();
});

const total = async (replica: Replica): Promise<string> =>
  (await replica.ask(createCart, { input: { lines: [{ variantId, quantity: '1' }] } })).cart.totals.total.amount;

test('a change among ten thousand promotions and lists is seen by another process within a second', async () => {
  const staff = staffOf({ ask: here.ask, staff: replicas.staff });
  const action = (percent: number) => ({ type: 'percent_off_order', percent: String(percent) });
  const { promotion } = await staff.done('createPromotion', { name: 'Now', action: action(1) }, 'promotion { id }');
  expect(await within(10_000, async () => (await total(there)) === '99.00')).toBe(true);
  const waited: number[] = [];
  for (const percent of [2, 3, 4]) {
    await staff.done('updatePromotion', { id: promotion.id, action: action(percent) });
    const told = Date.now();
    expect(await within(10_000, async () => (await total(there)) === `${String(100 - percent)}.00`)).toBe(true);
    waited.push(Date.now() - told);
  }
  const [, usual = Infinity] = waited.sort((a, b) => a - b);
  expect(usual).toBeLessThan(1000);
}, 60_000);
