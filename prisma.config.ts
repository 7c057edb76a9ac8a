import { defineConfig } from 'prisma/config';

/** Where Prisma finds the schema; the address is only used to author migrations (the product applies them itself). */
export default defineConfig({
  schema: 'prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:25432/cartwright' },
});
