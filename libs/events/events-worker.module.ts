import { Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ConsumersService } from './consumers.service.js';
import { EventPurge } from './event-purge.service.js';
import { EventsModule } from './events.module.js';
import { RelayService } from './relay.service.js';

/** Runs the relay and the consumers: part of a worker process, not of an API that only records events. */
@Module({ imports: [EventsModule], providers: [ConsumersService, EventPurge, RelayService], exports: [RelayService] })
export class EventsWorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly consumers: ConsumersService,
    private readonly relay: RelayService,
  ) {}

  /** After every lib has registered what it hears. */
  async onApplicationBootstrap(): Promise<void> {
    await this.consumers.start();
    this.relay.start();
  }

  /** Before the connections to Postgres and Redis are let go. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.relay.stop();
    await this.consumers.stop();
  }
}
