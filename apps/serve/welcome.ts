/** What a start has found and done. */
export interface Welcome {
  /** The address of the API, without a path: `http://127.0.0.1:4000`. */
  readonly address: string;
  readonly database: string;
  readonly redis: string;
}

/** Requests that a newcomer can paste into GraphiQL, in the order of buying something. */
const requests = [
  {
    says: 'What is for sale?',
    asks: '{ products(first: 5) { nodes { name slug variants { id sku } } } }',
  },
  {
    says: 'Begin a cart',
    asks: 'mutation { createCart(input: {}) { cart { id } userErrors { code message } } }',
  },
  {
    says: 'Who answers?',
    asks: '{ __typename }',
  },
] as const;

/** What `npm start` prints once all runs: what it uses, where to look, what to try. */
export function welcome({ address, database, redis }: Welcome): string {
  return `
Cartwright runs.
  PostgreSQL  ${database}
  Redis       ${redis}

  API         ${address}/graphql
  GraphiQL    ${address}/graphql in a browser
  Health      ${address}/health/live and ${address}/health/ready

Paste into GraphiQL:
${requests.map(({ says, asks }) => `  # ${says}\n  ${asks}\n`).join('\n')}
Ctrl-C stops it; the data stays.
`;
}
