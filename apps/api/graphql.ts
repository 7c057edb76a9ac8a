import { randomUUID } from 'node:crypto';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { FastifyRequest } from 'fastify';
import type { Config } from '#platform/config';
import { ExecutionPlugin, guardSchema, maskError, mostTokens, scalars, schemaFiles, shapeRule } from '#platform/graphql';
import type { Log } from '#platform/log';
import type { VariantResolver } from '#terms';
import type { RequestContexts } from './request-context.js';

/** How operations are executed, and who is told of what goes wrong with them. */
export function executionOf(config: Config, log: Log): ExecutionPlugin {
  return new ExecutionPlugin(config.limits, {
    report: (error, requestId, path) => {
      log.error('A request failed', error, { requestId, path });
    },
    suggesting: config.introspection,
  });
}

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
