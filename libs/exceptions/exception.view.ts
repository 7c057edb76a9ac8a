import { factsView } from '#kernel';
import type { Exception as ExceptionView } from '#platform/graphql';
import type { Exception } from './exception.js';

/** The exception in the words of the schema. */
export function exceptionView({ facts, raisedAt, resolvedAt, ...same }: Exception): ExceptionView {
  return {
    ...same,
    facts: factsView(facts),
    raisedAt: raisedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  };
}
