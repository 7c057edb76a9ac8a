import 'reflect-metadata';
import { logOf } from '#platform/log';
import { prepare, requireFreePort, run } from '#platform/run';
import { ApiModule } from './api.module.js';
import { listen } from './http.js';

// the API alone: any number of them may run beside each other
await run(async (running, config) => {
  await requireFreePort(config);
  await prepare(config);
  const { app, address } = await listen(ApiModule, config);
  running.endsWith(() => app.close());
  logOf(config).info('the API listens', { address });
});
