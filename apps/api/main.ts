import 'reflect-metadata';
import { Config } from '#platform/config';
import { prepare, requireFreePort, run } from '#platform/run';
import { ApiModule } from './api.module.js';
import { listen } from './http.js';

// the API alone: any number of them may run beside each other
await run(async (running, config) => {
  await requireFreePort(config);
  await prepare(config);
  const { app } = await listen(ApiModule, config);
  running.endsWith(() => app.close());
});
