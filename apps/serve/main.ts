import 'reflect-metadata';
import { ChannelsService } from '#channels';
import { Config } from '#platform/config';
import { migrate } from '#platform/db';
import { requireFreePort, run } from '#platform/run';
import { openServers } from '#platform/servers';
import { listen } from '../api/http.js';
import type { Demo } from '../seed/open-demo.js';
import { anyVariant, seedDemo } from './seed.js';
import { ServeModule } from './serve.module.js';
import { welcome } from './welcome.js';

// `npm start`: everything in one process, with a PostgreSQL and a Redis of its own unless others are named
await run(async (running, config) => {
  await requireFreePort(config);
  const servers = await openServers(config);
  running.endsWith(() => servers.stop());
  // what was found is what was configured, for everybody who reads the configuration from here on
  Object.assign(process.env, { DATABASE_URL: servers.databaseUrl, ...(servers.redisUrl ? { REDIS_URL: servers.redisUrl } : {}) });
  const { warnings } = await migrate(servers.databaseUrl);
  for (const warning of warnings) console.warn(warning);
  // a database that somebody named is theirs: nothing is put into it
  const isOurs = config.databaseUrl === null;
  let demo: Demo | null = null;
  const { app, address } = await listen(ServeModule, new Config(process.env), async (app) => {
    if (isOurs) demo = await seedDemo(app);
  });
  running.endsWith(() => app.close());
  const { database, redis } = servers;
  const open = app.get(ChannelsService, { strict: false }).active().length > 0;
  console.log(welcome({ address, database, redis, demo, open, variantId: await anyVariant(app) }));
});
