// What is measured: a shop of so many products, in a database of its own, behind an API and a worker of its own.
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const usual = 1000;
const firstPort = Number(process.env.BENCH_PORT ?? 24010);

/** Connections of the API, as many as the floor has. */
export const connections = 16;

/** The private cluster that all systems share. */
export const cluster = {
  port: Number(process.env.PEER_PG_PORT ?? 55432),
  pidFile: join(process.env.PEER_PG_ROOT ?? '/tmp/peers/pg', 'data', 'postmaster.pid'),
};

/** The shop of this many products: its names, ports and files. */
export function subjectOf(products = Number(process.env.BENCH_PRODUCTS ?? usual)) {
  const name = products === usual ? 'cartwright' : `cartwright_${String(products)}`;
  const folder = join(tmpdir(), 'cartwright-bench', name);
  mkdirSync(folder, { recursive: true });
  const port = products === usual ? firstPort : firstPort + 1;
  return {
    products,
    database: name,
    databaseUrl: `postgresql://postgres@127.0.0.1:${String(cluster.port)}/${name}`,
    port,
    base: `http://127.0.0.1:${String(port)}`,
    pidFiles: { server: join(folder, 'api.pid'), worker: join(folder, 'worker.pid') },
    keyFile: join(folder, 'staff-key'),
    file: (each) => join(folder, each),
  };
}
