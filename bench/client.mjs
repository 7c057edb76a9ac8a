// A shop's way to ask the API, and to compare what comes back.
import { peerModule } from './peers.mjs';

const { send } = await peerModule('http.mjs');

/** @throws naming what is wrong, with what was seen */
export function bad(what, seen) {
  throw new Error(`${what}: ${(typeof seen === 'string' ? seen : (JSON.stringify(seen) ?? '')).slice(0, 300)}`);
}

/** @throws when the two differ */
export function same(got, want, what) {
  if (got !== want) bad(`${what} is ${String(got)}`, `expected ${String(want)}`);
}

/** Cents as the API writes amounts. */
export const decimal = (cents) => (Math.round(cents) / 100).toFixed(2);

/** Asks, and returns the data; `headers` for staff. */
export async function ask({ base }, query, variables, headers) {
  const { status, json, text } = await send(`${base}/graphql`, { method: 'POST', headers, body: { query, variables } });
  if (status !== 200 || json?.errors || !json?.data) bad(`status ${String(status)}`, json?.errors?.[0]?.message ?? text);
  return json.data;
}

/** Asks for a change, and returns its payload. @throws with the code of the first userError */
export async function change(ctx, query, input, headers) {
  const [payload] = Object.values(await ask(ctx, query, { input }, headers));
  const [error] = payload.userErrors;
  if (error) throw new Error(`${error.code} ${error.message}`);
  return payload;
}
