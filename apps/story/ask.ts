import { StoryBroken, type Document, type Somebody, type Variables } from './somebody.js';

/** What went wrong with a request or with what it asked for. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** The answer to a request: what the root field said, or the refusals. */
export interface Answer<T> {
  readonly data: T | null;
  readonly refusals: readonly Refusal[];
}

interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Longer than any answer takes. */
const patienceMs = 20_000;

/** Sends a request over HTTP; refused or not, there is an answer. @throws StoryBroken when nobody answers */
export async function ask<T>(by: Somebody, { text }: Document<T>, variables: Variables = {}): Promise<Answer<T>> {
  const { data, errors } = await post(by, { query: text, variables });
  const failures = (errors ?? []).map(({ message, extensions }) => ({ code: extensions?.code ?? 'UNKNOWN', message }));
  const [answer] = Object.values(data ?? {}) as [(T & { userErrors?: readonly Refusal[] }) | null];
  return { data: answer, refusals: [...failures, ...(answer?.userErrors ?? [])] };
}

async function post({ url, headers }: Somebody, body: object): Promise<Body> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
    return (await response.json()) as Body;
  } catch (error) {
    throw new StoryBroken(`no answer came from ${url}/graphql (${(error as Error).message})`);
  }
}
