import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Asked, Masking } from '#platform/graphql';
import type { RequestContexts } from './request-context.js';

/** The headers that a connection's first message may carry in their stead. */
const carried = new Set(['authorization', 'accept-language', 'x-channel', 'x-currency', 'x-organization', 'x-publishable-key']);
const longestHeader = 4096;

/** Why a connection ends, as the protocol's close codes say it: 4400 what was sent is wrong, 4403 who asks may not (any more). */
export interface Ending {
  readonly code: 4400 | 4403;
  readonly reason: string;
}

/** Who asks on a connection: told once in its first message, and found out anew for everything that is done. */
export class LiveSession {
  private headers: Readonly<Record<string, string>> = {};

  constructor(
    private readonly contexts: RequestContexts,
    private readonly masking: Masking,
    private readonly address: string,
    private readonly end: (ending: Ending) => void,
  ) {}

  /** Takes the payload of connection_init, whose keys are headers of HTTP; whether it is good. */
  async begin(payload: Readonly<Record<string, unknown>>): Promise<boolean> {
    const headers: Record<string, string> = {};
    for (const [key, value] of Object.entries(payload)) {
      const name = key.toLowerCase();
      if (!carried.has(name) || value == null) continue;
      if (typeof value !== 'string' || value.length > longestHeader) {
        this.end({ code: 4400, reason: `connection_init: ${name} must be a text` });
        return false;
      }
      headers[name] = value;
    }
    this.headers = headers;
    return this.isGood();
  }

  /** Whether it could begin now; where not, the connection ends. What cannot be found out at the moment counts as good. */
  async isGood(): Promise<boolean> {
    try {
      await this.ask();
      return true;
    } catch (error) {
      return endingFor(error) === null;
    }
  }

  /** Who asks now, for one operation or one event: loaders and what is believed for a moment begin anew. @throws GraphQLError */
  readonly ask = async (): Promise<Asked> => {
    try {
      const request = { id: randomUUID(), headers: this.headers, ip: this.address, note: null };
      const asked = await this.contexts.of(request, this.masking);
      return { ...asked, fresh: async () => (await this.ask()).context };
    } catch (error) {
      const ending = endingFor(error);
      if (ending) this.end(ending);
      throw error;
    }
  };
}

/** What a refusal of who asks means for the connection; null: nothing, we ourselves are in trouble. */
function endingFor(error: unknown): Ending | null {
  if (!(error instanceof GraphQLError)) return null;
  if (error.extensions['code'] === 'UNAUTHENTICATED' || error.extensions['code'] === 'FORBIDDEN')
    return { code: 4403, reason: error.message };
  return error.extensions['code'] === 'BAD_REQUEST' ? { code: 4400, reason: error.message } : null;
}
