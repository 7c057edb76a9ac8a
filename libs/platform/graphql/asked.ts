import { Context as GraphqlContext } from '@nestjs/graphql';
import type { Context } from '#kernel';

/** What the line that the log gets about a request will say of its operation. */
export interface RequestNote {
  operation: string | null;
  errors: number;
  /** The code of the refusal, when a mutation was refused. */
  refusal?: string;
}

/** What resolvers get as GraphQL's context value. */
export interface Asked {
  readonly context: Context;
  /** Called so because Nest would copy the value to add its own `req`. */
  readonly req: RequestNote;
  /** Reads anew who asks and for whom: what was true when a subscription began may not be so any more. Requests have none. */
  readonly fresh?: Fresh;
}

/** Reads anew who asks. @throws GraphQLError when the caller has lost its key or session */
export type Fresh = () => Promise<Context>;

/** Hands a resolver's method the kernel's Context of the request: `(@Ctx() context: Context)`. */
export function Ctx(): ParameterDecorator {
  return GraphqlContext('context');
}

/** Hands a subscription's method what it reads the Context of each of its looks with: `(@FreshCtx() fresh: Fresh)`. */
export function FreshCtx(): ParameterDecorator {
  return GraphqlContext('fresh');
}
