import { tryingOut, type Demo } from '../seed/open-demo.js';

/** What a start has found and done. */
export interface Welcome {
  /** The address of the API, without a path: `http://127.0.0.1:4000`. */
  readonly address: string;
  readonly database: string;
  readonly redis: string;
  /** Whether a channel sells; without one nobody can buy. */
  readonly open: boolean;
  /** A variant that can be bought; null: the shop is empty. */
  readonly variantId: string | null;
  /** How to try the demo shop; null: this is not the demo shop. */
  readonly demo: Demo | null;
}

/** Requests that a newcomer can paste into GraphiQL, in the order of buying something. */
function requests({ variantId, demo }: Welcome): string {
  const cart = `mutation { createCart(input: { lines: [{ variantId: "${variantId ?? 'var_…'}", quantity: "2" }] }) {
    cart { id totals { total { amount currency } tax { amount } } shippingOptions { name total { amount } } } userErrors { message path } } }`;
  return `  # 1  What is for sale, for how much, and how many are there?
  { products(first: 5) { nodes { slug name variants { id sku price { gross { amount currency } } availability { available } } } } }

  # 2  Begin a cart with two of something
  ${cart}

  # 3  What has been sold? Staff only: set the header {"authorization": "Bearer ${demo?.staffKey ?? '<staff key>'}"}
  { orders(first: 5) { nodes { number state totals { total { amount currency } } } } }`;
}

const emptyShop = `  No channel  npm run cli -- seed demo opens the demo shop, npm run cli -- keys create NAME makes a staff key to open your own\n`;

/** What `npm start` prints once all runs: what it uses, where to look, what to try. */
export function welcome(welcome: Welcome): string {
  const { address, database, redis, demo, open } = welcome;
  return `
Cartwright runs.
  PostgreSQL  ${database}
  Redis       ${redis}

  API         ${address}/graphql
  GraphiQL    ${address}/graphiql
  Health      ${address}/health/live and ${address}/health/ready
${demo === null ? '' : `  Staff key   ${demo.staffKey}\n${tryingOut(demo)}`}${open ? '' : emptyShop}
Paste into GraphiQL:
${requests(welcome)}

Ctrl-C stops it; the data stays.
`;
}
