import { openShop } from '../../apps/seed/open-shop.js';
import { demoShop } from '../../apps/seed/demo-shop.js';
import { ServeModule } from '../../apps/serve/serve.module.js';
import { startApi, type TestApi } from './api.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { redisUrl } from './redis.js';

/** The demo shop with API and worker in this process, as `npm start` runs it, with a staff key. */
export interface WholeShop extends TestApi {
  readonly postgres: TestDatabase;
  readonly staff: Readonly<Record<string, string>>;
}

/** Opens it with the environment that an operator would set; `close` ends everything. */
export async function startWholeShop(environment: Readonly<Record<string, string>>): Promise<WholeShop> {
  const postgres = await freshDatabase();
  const api = await startApi({ databaseUrl: postgres.url, redisUrl: redisUrl(), environment, module: ServeModule });
  const { staffKey } = await openShop(api.app, demoShop);
  return {
    ...api,
    postgres,
    staff: { authorization: `Bearer ${staffKey}` },
    close: async () => {
      await api.close();
      for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
      await postgres.drop();
    },
  };
}
