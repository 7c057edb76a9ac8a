import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Config } from '#platform/config';
import { OwnedCartRepository } from './owned.repository.js';

/** How often a process looks for carts that nobody touches any more. */
const everyMs = 15 * 60_000;
/** How many one round ends at most, so that it never holds many rows at once. */
const batch = 1000;

/** Ends guests' carts that nobody has touched for `CART_DAYS`; any number of processes may do so at once. */
@Injectable()
export class IdleCarts implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly carts: OwnedCartRepository,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    // a round that fails is made up for by the next
    this.timer = setInterval(() => void this.expire().catch(() => undefined), everyMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** One round; says how many carts it has ended. */
  async expire(): Promise<number> {
    return (await this.carts.expireIdle(this.config.cartDays, batch)).length;
  }
}
