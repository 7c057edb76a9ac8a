import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Database } from '#platform/db';
import { Rounds } from '#platform/rounds';
import { OwnedCartRepository } from './owned.repository.js';
import { forgetUnusedPromises } from './promises/promise.repository.js';

/** How often a process looks for carts that nobody touches any more. */
const everyMs = 15 * 60_000;
/** How many one transaction ends at most, so that it never holds many rows at once. */
const batch = 1000;

/**
 * Ends guests' carts that nobody has touched for `CART_DAYS`, and forgets carts that ended without an order and that nobody has
 * touched for `ENDED_DAYS`, and price promises that were over for as long without an order; any number of processes may do so at once.
 */
@Injectable()
export class IdleCarts extends Rounds {
  constructor(
    private readonly carts: OwnedCartRepository,
    private readonly config: Config,
    private readonly database: Database,
  ) {
    super(everyMs);
  }

  async round(): Promise<void> {
    await this.expire();
    await this.whileMore(() => this.carts.forgetOver(this.config.endedDays));
    await this.whileMore(() => forgetUnusedPromises(this.database, this.config.endedDays));
  }

  /** Ends a batch of carts; says how many. */
  async expire(): Promise<number> {
    return (await this.carts.expireIdle(this.config.cartDays, batch)).length;
  }
}
