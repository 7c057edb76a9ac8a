import { Global, Injectable, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from '#platform/config';
import { Database } from '#platform/db';
import { Broadcast } from './broadcast.js';

@Injectable()
class Closing implements BeforeApplicationShutdown {
  constructor(private readonly broadcast: Broadcast) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.broadcast.close();
  }
}

/** Gives `Broadcast` to everybody. */
@Global()
@Module({
  providers: [
    {
      provide: Broadcast,
      useFactory: (database: Database, config: Config) => new Broadcast(database, config.redisUrl),
      inject: [Database, Config],
    },
    Closing,
  ],
  exports: [Broadcast],
})
export class BroadcastModule {}
