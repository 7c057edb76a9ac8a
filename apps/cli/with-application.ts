import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext, NestApplicationOptions } from '@nestjs/common';
import { Config } from '#platform/config';
import { Log, NestLog } from '#platform/log';
import { prepare } from '#platform/run';
import { openServers } from '#platform/servers';
import { CliModule } from './cli.module.js';

/**
 * Does some work in the application, on the database of DATABASE_URL; without one on that of `npm start`,
 * which is started for the duration when it does not run.
 */
export async function withApplication<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  process.env['LOG_LEVEL'] ??= 'warn';
  const asked = new Config(process.env);
  const servers = asked.databaseUrl ? null : await openServers(asked, { share: true });
  try {
    if (servers)
      Object.assign(process.env, { DATABASE_URL: servers.databaseUrl, ...(servers.redisUrl && { REDIS_URL: servers.redisUrl }) });
    const config = new Config(process.env);
    await prepare(config);
    const options: NestApplicationOptions = { logger: new NestLog(new Log(config.logLevel)), abortOnError: false };
    const app = await NestFactory.createApplicationContext(CliModule, options);
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    await servers?.stop();
  }
}
