import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { OrderSweep } from '#orders';
import { Config } from '#platform/config';
import { Log } from '#platform/log';

/** Sweeps the orders again and again, one round after the other; any number of workers may do so beside each other. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly orders: OrderSweep,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run(this.stopping.signal);
  }

  /** Ends after the round that is under way, before the connections to Postgres are let go. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { sweepSeconds, paymentSilenceSeconds } = this.config;
    while (!signal.aborted) {
      await this.orders.sweep(paymentSilenceSeconds * 1000).catch((error: unknown) => {
        this.log.error('a sweep broke off; the next one begins again', error);
      });
      await pause(sweepSeconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  }
}
