import { statement, type Database } from '#platform/db';

const secret = statement<{ secret: Uint8Array }>('promotions.secret', 'select secret from promotion_secret');

/** What persons are hashed with whose uses are counted: made with the database, the same for every replica. */
export async function readSecret(db: Database): Promise<Uint8Array> {
  const [row] = await db.read(secret);
  if (!row) throw new Error('there is no secret to hash persons with');
  return row.secret;
}
