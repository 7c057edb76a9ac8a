// What an API process takes that has many rules to know, and a million prices in its database.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { setUp, start, stop } from '../shop.mjs';
import { subjectOf } from '../subject.mjs';

const products = 100;
const rules = 10_000;
const prices = 1_000_000;

const filling = `
  set session_replication_role = replica;
  insert into price_list (id, code, name, currency, entry) select 'pl_' || n, 'list-' || n, '', 'USD', 'NET' from generate_series(1, ${rules}) n;
  insert into price_list_audience (list_id, organization_id) select 'pl_' || n, 'org_' || n from generate_series(1, ${rules}) n;
  insert into price (id, list_id, variant_id, min_quantity, amount)
    select 'prc_' || n, 'pl_' || (n % ${rules} + 1), 'var_' || n / 100, n % 2 * 10000, (n % 9900 + 100) / 100.0 from generate_series(1, ${prices}) n;
  set session_replication_role = origin;
  insert into promotion (id, name, lane, sequence, conditions, action, status)
    select 'promo_' || n, '{"en":"Offer"}', 'ITEM', n,
      jsonb_build_array(jsonb_build_object('type', 'group', 'ids', jsonb_build_array('cgr_' || n))),
      jsonb_build_object('type', 'percent_off_items', 'percent', '5', 'items', jsonb_build_object('type', 'category', 'ids', jsonb_build_array('cat_' || n))),
      'ACTIVE' from generate_series(1, ${rules}) n`;
const changing = (turn) => `
  update promotion set sequence = sequence + 1, version = version + 1 where id = 'promo_${turn}';
  update revision set version = version + 1 where topic = 'rules'`;
const creating =
  'mutation ($input: CreateCartInput!) { createCart(input: $input) { cart { totals { total { amount } } } userErrors { message } } }';

/** Starts an API with these rules, makes carts and changes promotions. @returns MiB resident at the start and at most, and how much was done */
export async function measureProcess(carts, changes) {
  const subject = subjectOf(products);
  setUp(subject);
  const client = new pg.Client({ connectionString: subject.databaseUrl });
  await client.connect();
  try {
    await client.query(filling);
    const { rows } = await client.query('select id from variant order by id limit 10');
    await start(subject);
    const startedMiB = resident(subject, 'VmRSS');
    for (let turn = 0; turn < carts; turn++) {
      const lines = rows.map(({ id }) => ({ variantId: id, quantity: '1' }));
      await asked(subject, creating, { input: { lines } });
      if (turn % Math.ceil(carts / changes) === 0) await client.query(changing(turn + 1));
    }
    return { startedMiB, mostMiB: resident(subject, 'VmHWM'), carts, changes };
  } finally {
    await client.end();
    await stop(subject);
  }
}

function resident({ pidFiles }, what) {
  const status = readFileSync(`/proc/${readFileSync(pidFiles.server, 'utf8')}/status`, 'utf8');
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(status)[1]) / 1024;
}

async function asked({ base }, query, variables) {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors || data.createCart.userErrors.length > 0) throw new Error(JSON.stringify(errors ?? data));
}
