import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';

/**
 * Something that a process does every so often while it runs, one round at a time; any number of processes may do so at once. A round
 * that fails is made up for by the next.
 */
export abstract class Rounds implements OnModuleInit, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | null = null;
  private stopping = false;

  protected constructor(private readonly everyMs: number) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.begin(), this.everyMs).unref();
  }

  /** Ends after the batch that is under way, before the connections to Postgres are let go. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** What is done in a round. */
  abstract round(): Promise<unknown>;

  /** Does a batch after the other while there is more to do and the process goes on. */
  protected async whileMore(batch: () => Promise<boolean>): Promise<void> {
    for (let more = true; more && !this.stopping;) more = await batch();
  }

  private begin(): void {
    this.running ??= this.round()
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        this.running = null;
      });
  }
}
