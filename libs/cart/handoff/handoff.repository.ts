import { Injectable } from '@nestjs/common';
import type { Id } from '#kernel';
import { Database, statement } from '#platform/db';

const insertCode = statement<{ expires_at: Date }>(
  'cart.insert-code',
  `with before as (delete from cart_handoff where cart_id = $2 and opened_by is null)
   insert into cart_handoff (code_hash, cart_id, expires_at) values ($1, $2, now() + $3 * interval '1 second') returning expires_at`,
);

// who has opened it once may ask again, should the answer have been lost; nobody else may
const openByCode = statement<{ cart_id: string }>(
  'cart.open-by-code',
  `with opened as (
      update cart_handoff set opened_by = $2 where code_hash = $1 and expires_at > now() and (opened_by is null or opened_by = $2)
      returning cart_id),
    bound as (
      update cart set device_id = $3, device_until = now() + $4 * interval '1 hour'
      from opened where cart.id = opened.cart_id and cart.state = 'ACTIVE' and $3::text is not null)
   select cart_id from opened`,
);

/** The only file that reads and writes the codes that open carts. */
@Injectable()
export class HandoffRepository {
  constructor(private readonly database: Database) {}

  /** Keeps the hash of a new code; one that the cart had before and nobody has used is of no use any more. */
  async insert(hash: string, cartId: Id<'cart'>, seconds: number): Promise<Date> {
    const [row] = await this.database.read(insertCode, [hash, cartId, seconds]);
    if (!row) throw new Error('an insert returns its row');
    return row.expires_at;
  }

  /** The cart of the code, which the till may use for so many hours from now; null: the code is good for nothing. */
  async open(hash: string, opener: string, deviceId: Id<'accessKey'> | null, hours: number): Promise<Id<'cart'> | null> {
    const [row] = await this.database.read(openByCode, [hash, opener, deviceId, hours]);
    return row ? (row.cart_id as Id<'cart'>) : null;
  }
}
