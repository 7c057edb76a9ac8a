import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config, StartupError } from '#platform/config';
import { Database } from './database.js';
import { PrismaClient } from './generated/client.js';
import { prismaOn } from './prisma.js';

/** Gives `Database` and `PrismaClient` to everybody, on one pool of connections, and lets go of them at the end. */
@Global()
@Module({
  providers: [
    { provide: Database, useFactory: databaseOf, inject: [Config] },
    { provide: PrismaClient, useFactory: prismaOn, inject: [Database] },
  ],
  exports: [Database, PrismaClient],
})
export class DbModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

function databaseOf(config: Config): Database {
  if (!config.databaseUrl)
    throw new StartupError('DATABASE_URL is not set: name a PostgreSQL, or use npm start, which brings one.');
  return new Database({
    connectionString: config.databaseUrl,
    max: config.databasePool,
    application_name: 'cartwright',
    keepAlive: true,
    statement_timeout: config.patience.statementSeconds * 1000,
  });
}
