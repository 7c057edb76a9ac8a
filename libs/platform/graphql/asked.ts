import { Context as GraphqlContext } from '@nestjs/graphql';
import type { Context } from '#kernel';

/** What the line that the log gets about a request will say of its operation. */
export interface RequestNote {
  operation: string | null;
  errors: number;
}

/** What resolvers get as GraphQL's context value. */
export interface Asked {
  readonly context: Context;
  /** Called so because Nest would copy the value to add its own `req`. */
  readonly req: RequestNote;
}

/** Hands a resolver's method the kernel's Context of the request: `(@Ctx() context: Context)`. */
export function Ctx(): ParameterDecorator {
  return GraphqlContext('context');
}
