import { randomUUID } from 'node:crypto';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Config } from '#platform/config';
import {
  ExecutionPlugin,
  guardSchema,
  maskError,
  mostTokens,
  scalars,
  schemaFiles,
  shapeRule,
  textRule,
  type Masking,
} from '#platform/graphql';
import type { Log } from '#platform/log';
import type { VariantResolver } from '#terms';
import type { RequestContexts } from './request-context.js';

/** How operations are executed, and who is told of what goes wrong with them. */
export function executionOf(config: Config, log: Log): ExecutionPlugin {
  const masking: Masking = {
    report: (error, requestId, path) => {
      log.error('A request failed', error, { requestId, path });
    },
    suggesting: config.introspection,
  };
  return new ExecutionPlugin(config.limits, masking, config.introspection);
}

/** Whether a document was nested so deep that reading it ended before it did. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof GraphQLError && isTooDeep(error.originalError));
}

const tooDeep = { message: 'the document is nested too deep', extensions: { code: 'TOO_COMPLEX' } };

/** How the one schema is put together, guarded, limited and served at /graphql. */
export function graphqlOptions(
  config: Config,
  contexts: RequestContexts,
  execution: ExecutionPlugin,
  variants: VariantResolver,
): ApolloDriverConfig {
  const { masking } = execution;
  return {
    driver: ApolloDriver,
    path: '/graphql',
    typeDefs: schemaFiles().join('\n'),
    resolvers: [scalars, variants.fields],
    transformSchema: guardSchema,
    context: (request: FastifyRequest) => contexts.of(request, masking),
    plugins: [execution],
    validationRules: [shapeRule(config.limits), textRule],
    parseOptions: { maxTokens: mostTokens, noLocation: false },
    // what fails before execution: execution masks its own
    formatError: (_formatted, error) => (isTooDeep(error) ? tooDeep : maskError(error, randomUUID(), masking)),
    introspection: config.introspection,
    hideSchemaDetailsFromClientErrors: !config.introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    // Nest's own page, error rewriting and status rewriting
    graphiql: false,
    autoTransformHttpErrors: false,
    preserveHttpStatusForExecutionErrors: false,
    // after the HTTP server has answered what it had accepted
    stopOnApplicationShutdown: true,
  };
}
