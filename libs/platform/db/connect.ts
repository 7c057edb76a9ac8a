import { Client } from 'pg';
import { StartupError } from '#platform/config';
import { codeOf } from './conflict.js';

/**
 * One connection of its own, for what happens before the application runs.
 * @throws StartupError with what to do when the database is not there for us
 */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'cartwright start', connectionTimeoutMillis: 10_000 });
  // a connection lost later shows in the statement that needs it
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new StartupError(explain(url, error));
  }
}

function explain(url: string, error: unknown): string {
  const { hostname, port, username, pathname } = new URL(url);
  const server = `${hostname || 'localhost'}:${port || '5432'}`;
  const name = decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username);
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${server} does not let the user "${decodeURIComponent(username)}" in: correct user and password in DATABASE_URL.`;
    case '3D000':
      return `PostgreSQL at ${server} has no database "${name}": create it (createdb ${name}) or correct DATABASE_URL.`;
    default:
      return `PostgreSQL at ${server} cannot be reached (${messageOf(error)}): start it, or correct DATABASE_URL, or unset it to use the embedded one.`;
  }
}

function messageOf(error: unknown): string {
  // several addresses of one name fail together, with an empty message of their own
  const [one] = (error as { errors?: unknown[] }).errors ?? [error];
  return (one as { message?: string }).message ?? String(one);
}
