import { Broadcast } from '#platform/broadcast';
import { PromotionsService } from '#promotions';
import { aContext } from './context.js';
import { usingDatabase } from './database.js';

/** Gives the spec file promotions in a database of its own, of which none is left at the beginning of a test. */
export function usingPromotions() {
  const postgres = usingDatabase();
  const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;
  const empty = () =>
    sql('truncate promotion, promotion_group, promotion_code, promotion_change, counter, revision, outbox cascade');
  let made: { readonly broadcast: Broadcast; readonly promotions: PromotionsService } | undefined;
  beforeAll(() => {
    const broadcast = new Broadcast(postgres.database, null);
    made = { broadcast, promotions: new PromotionsService(postgres.database, broadcast) };
  });
  afterAll(() => made?.broadcast.close());
  beforeEach(empty);
  const services = () => {
    if (!made) throw new Error('promotions exist inside tests and hooks only');
    return made;
  };
  return { postgres, sql, empty, context: aContext(), services };
}
