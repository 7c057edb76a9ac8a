import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '#platform/config';
import { ApiModule } from '../../apps/api/api.module.js';
import { listen } from '../../apps/api/http.js';

/** Any part of an answer, for tests to walk into: what is not there is undefined. */
export type Json = ReturnType<typeof JSON.parse>;

/** What a GraphQL request was answered with. */
export interface GqlAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The whole body as it came. */
  readonly text: string;
  readonly data: Json;
  readonly errors: Json;
}

/** The API on a port of its own. */
export interface TestApi {
  readonly url: string;
  readonly app: NestFastifyApplication;
  gql(query: string, variables?: object, headers?: Readonly<Record<string, string>>): Promise<GqlAnswer>;
  close(): Promise<void>;
}

/** What a test's API runs on; `environment` is as the operator would set it. */
export interface ApiTerms {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  /** A module that imports ApiModule and adds to it. */
  readonly module?: Type;
}

/** Starts the API as it is in production, on any free port. */
export async function startApi({ databaseUrl, redisUrl, environment, module = ApiModule }: ApiTerms): Promise<TestApi> {
  const silent = {
    NODE_ENV: 'test',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_POOL: '5',
    REDIS_URL: redisUrl ?? '',
  };
  Object.assign(process.env, silent, { DATABASE_URL: databaseUrl }, environment);
  const { app, address } = await listen(module, new Config(process.env));
  return {
    url: address,
    app,
    gql: (query, variables = {}, headers = {}) => postGraphql(address, { query, variables }, headers),
    close: () => app.close(),
  };
}

/** Posts any body to the API's /graphql. */
export async function postGraphql(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<GqlAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, ...(answer as object) } as GqlAnswer;
}
