import { NestFactory } from '@nestjs/core';
import type { Type } from '@nestjs/common';
import { demoShop } from '../../apps/seed/demo-shop.js';
import { openShop } from '../../apps/seed/open-shop.js';
import type { ShopPlan } from '../../apps/seed/shop-plan.js';
import { WorkerModule } from '../../apps/worker/worker.module.js';
import { startApi, type Json, type TestApi } from './api.js';
import type { Ask } from './buyer.js';
import { freshDatabase, type TestDatabase } from './database.js';

/** One of several APIs on the same database. */
export interface Replica extends TestApi {
  /** The data of one root field; fails on GraphQL errors. */
  ask(query: string, variables?: object, headers?: Readonly<Record<string, string>>): Promise<Json>;
}

/** An open shop behind several APIs, with a worker. */
export interface Replicas {
  readonly postgres: TestDatabase;
  readonly apis: readonly Replica[];
  readonly staff: Readonly<Record<string, string>>;
  /** Stops the worker as SIGTERM would: what it left is found by the next one. */
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

/** What the shop is made of and runs on. */
export interface ReplicasTerms {
  readonly plan?: ShopPlan;
  readonly count?: number;
  /** Left out: without Redis. */
  readonly redisUrl?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  /** A module that imports ApiModule and adds to it. */
  readonly module?: Type;
}

/** Opens the shop and starts its APIs and a worker: as separate as they would be on machines of their own, but for the process. */
export async function startReplicas(terms: ReplicasTerms = {}): Promise<Replicas> {
  const { plan = demoShop, count = 2, redisUrl, environment, module } = terms;
  const postgres = await freshDatabase();
  const settings = { databaseUrl: postgres.url, redisUrl, ...(environment && { environment }), ...(module && { module }) };
  const apis: Replica[] = [];
  let staffKey = '';
  while (apis.length < count) {
    const api = await startApi(settings);
    // who is asked first opens the shop, the others find it open
    if (apis.length === 0) ({ staffKey } = await openShop(api.app, plan));
    apis.push({ ...api, ask: asking(api) });
  }
  // reads the environment that the last API was given
  const worker = await NestFactory.createApplicationContext(WorkerModule, { logger: false });
  let working = true;
  const stopWorker = async (): Promise<void> => {
    if (working) await worker.close();
    working = false;
  };
  return {
    postgres,
    apis,
    staff: { authorization: `Bearer ${staffKey}` },
    stopWorker,
    close: async () => {
      await stopWorker();
      await Promise.all(apis.map((api) => api.close()));
      await postgres.drop();
    },
  };
}

function asking(api: TestApi): (...args: Parameters<Replica['ask']>) => ReturnType<Ask> {
  return async (query, variables, headers) => {
    const { data, errors, text } = await api.gql(query, variables, headers);
    if (errors) throw new Error(text);
    return Object.values(data as Record<string, Json>)[0];
  };
}
