import { Client } from 'pg';

/** What the run's set-up has put into the environment. */
export function fromSetup(name: 'TEST_SERVER_URL' | 'TEST_SERVER_REDIS' | 'TEST_RUN'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: tests run under jest, which starts their servers`);
  return value;
}

/** Does some work on a connection to the server's own database, not to one under test. */
export async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: fromSetup('TEST_SERVER_URL') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The URL of another database of the same server. */
export function urlOf(name: string): string {
  const url = new URL(fromSetup('TEST_SERVER_URL'));
  url.pathname = `/${name}`;
  return url.href;
}
