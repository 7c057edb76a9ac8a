export { codeOf, Conflict, constraintOf, mayRetry } from './conflict.js';
export { connect } from './connect.js';
export { Database, type StatementWatch } from './database.js';
export { DatabaseClock } from './database-clock.js';
export { DbModule } from './db.module.js';
export { migrate, migrationsOf, type Migrated } from './migrate.js';
export { prismaOn } from './prisma.js';
export { PrismaClient } from './generated/client.js';
export { quickRead, statement, type Statement, type Value, type Write } from './statement.js';
