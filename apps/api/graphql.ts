import { randomUUID } from 'node:crypto';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyRequest } from 'fastify';
import type { Config } from '#platform/config';
import { execution, guardSchema, maskError, mostTokens, scalars, schemaFiles, shapeRule, type Masking } from '#platform/graphql';
import type { Log } from '#platform/log';
import type { RequestContexts } from './request-context.js';

/** How the one schema is put together, guarded, limited and served at /graphql. */
export function graphqlOptions(config: Config, log: Log, contexts: RequestContexts): ApolloDriverConfig {
  const masking: Masking = {
    report: (error, requestId, path) => {
      log.error('A request failed', error, { requestId, path });
    },
    suggesting: config.introspection,
  };
  return {
    driver: ApolloDriver,
    path: '/graphql',
    typeDefs: schemaFiles().join('\n'),
    resolvers: scalars,
    transformSchema: guardSchema,
    context: (request: FastifyRequest) => contexts.of(request, masking),
    plugins: [execution(config.limits, masking)],
    validationRules: [shapeRule(config.limits)],
    parseOptions: { maxTokens: mostTokens, noLocation: false },
    // what fails before execution: execution masks its own
    formatError: (_formatted, error) => maskError(error, randomUUID(), masking),
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
