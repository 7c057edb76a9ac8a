import { openShop } from '../../apps/seed/open-shop.js';
import { demoShop } from '../../apps/seed/demo-shop.js';
import type { ShopPlan } from '../../apps/seed/shop-plan.js';
import { startApi, type Json, type TestApi } from './api.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { redisUrl } from './redis.js';

/** An open shop behind a real API, with a staff key. */
export interface TestShop extends TestApi {
  readonly postgres: TestDatabase;
  readonly staff: Readonly<Record<string, string>>;
  /** The data of one root field; fails on GraphQL errors. */
  ask(query: string, variables?: object, headers?: Readonly<Record<string, string>>): Promise<Json>;
}

/** Opens the shop that the plan describes, the demo shop if none is given; `close` ends everything. */
export async function startShop(plan: ShopPlan = demoShop): Promise<TestShop> {
  const postgres = await freshDatabase();
  const api = await startApi({ databaseUrl: postgres.url, redisUrl: redisUrl() });
  const { staffKey } = await openShop(api.app, plan);
  return {
    ...api,
    postgres,
    staff: { authorization: `Bearer ${staffKey}` },
    ask: async (query, variables, headers) => {
      const { data, errors, text } = await api.gql(query, variables, headers);
      if (errors) throw new Error(text);
      return Object.values(data as Record<string, Json>)[0];
    },
    close: async () => {
      await api.close();
      await postgres.drop();
    },
  };
}

/** Gives the spec file a shop of its own from before its first test until after its last. */
export function usingShop(plan: ShopPlan = demoShop): () => TestShop {
  let shop: TestShop | undefined;
  beforeAll(async () => {
    shop = await startShop(plan);
  }, 60_000);
  afterAll(async () => {
    await shop?.close();
  });
  return () => {
    if (!shop) throw new Error('the shop is open inside tests and hooks only');
    return shop;
  };
}
