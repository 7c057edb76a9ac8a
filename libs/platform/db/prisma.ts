import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from './database.js';
import { PrismaClient } from './generated/client.js';

/**
 * Prisma on the connections of the database: for management screens and reads where its comfort is worth it.
 * What writes state together with events goes through `Database.commit` instead; no transaction mixes the two.
 */
export function prismaOn(database: Database): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(database.pool) });
}
