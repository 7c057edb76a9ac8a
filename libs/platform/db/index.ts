export { codeOf, Conflict, constraintOf, mayRetry } from './conflict.js';
export { Database } from './database.js';
export { prismaOn } from './prisma.js';
export { PrismaClient } from './generated/client.js';
export { statement, type Statement, type Value, type Write } from './statement.js';
