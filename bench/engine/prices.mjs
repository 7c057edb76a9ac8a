// How long the candidate prices of 100 variants take among many lists, with a million price rows in a database of its own.
import pg from 'pg';
import { migrate } from '#platform/db';
import { offersColumns } from '#terms';

const rows = 1_000_000;
const variants = 100;
/** A variant stands in so many lists at most: more of them divide the catalogue among them. */
const listsOfVariant = 100;
const buyersLists = 3;

/** Fills the tables with so many lists, and asks so often. @returns milliseconds at p50 and p95, by number of lists */
export async function measurePrices(databaseUrl, counts, repetitions) {
  await migrate(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const found = {};
    for (const lists of counts) {
      await fill(client, lists);
      found[lists] = await asked(client, lists, repetitions);
    }
    return found;
  } finally {
    await client.end();
  }
}

async function fill(client, lists) {
  // every variant stands in the first list, and in others that differ; rows alone are wanted: nothing refers to them
  await client.query(`set session_replication_role = replica`);
  await client.query('truncate price');
  const perVariant = Math.min(lists, listsOfVariant);
  await client.query(
    `insert into price (id, list_id, variant_id, min_quantity, amount)
     select 'prc_' || row, 'pl_' || case row % $1 when 0 then 0 else (row / $1 * 7 + row % $1 * ($2 / $1)) % ($2 - 1) + 1 end, 'var_' || row / $1, 0, (row % 9900 + 100) / 100.0
     from generate_series(0, $3 - 1) row`,
    [perVariant, lists, rows].map(Number),
  );
  await client.query('vacuum analyze price');
}

async function asked(client, lists, repetitions) {
  const known = rows / Math.min(lists, listsOfVariant);
  const text = `select ${offersColumns('$1::text[]', '$2::text[]', '$3::text[]')}`;
  const times = [];
  let candidates = 0;
  for (let time = -20; time < repetitions; time++) {
    const first = ((time + 20) * 7919) % (known - variants * 7);
    const ids = Array.from({ length: variants }, (_, number) => `var_${first + number * 7}`);
    const mine = [
      ...new Set(Array.from({ length: buyersLists }, (_, number) => `pl_${Math.floor((lists / buyersLists) * number)}`)),
    ];
    const started = process.hrtime.bigint();
    const { rows: answer } = await client.query({ name: 'offers', text, values: [ids, mine, ['loc_a']] });
    if (time < 0) continue;
    times.push(Number(process.hrtime.bigint() - started) / 1e6);
    candidates += answer[0].prices?.length ?? 0;
  }
  times.sort((a, b) => a - b);
  const quantile = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { p50: quantile(0.5), p95: quantile(0.95), candidates: candidates / repetitions };
}
