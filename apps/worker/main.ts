import 'reflect-metadata';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { logOf, NestLog } from '#platform/log';
import { prepare, run } from '#platform/run';
import { WorkerModule } from './worker.module.js';

// the worker alone: any number of them may run beside each other
await run(async (running, config) => {
  await prepare(config);
  const log = logOf(config);
  const options: NestApplicationOptions = { logger: new NestLog(log), abortOnError: false };
  const app = await NestFactory.createApplicationContext(WorkerModule, options);
  running.endsWith(() => app.close());
  log.info('the worker runs', { redis: config.redisUrl !== null });
});
