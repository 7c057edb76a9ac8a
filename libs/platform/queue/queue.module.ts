import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '#platform/config';
import { Log } from '#platform/log';
import { Queues } from './queues.js';

@Injectable()
class Closing implements OnApplicationShutdown {
  constructor(private readonly queues: Queues) {}

  async onApplicationShutdown(): Promise<void> {
    await this.queues.close();
  }
}

/** Gives `Queues` to everybody, on the Redis of the configuration. */
@Global()
@Module({
  providers: [
    { provide: Queues, useFactory: (config: Config, log: Log) => new Queues(config.redisUrl, log), inject: [Config, Log] },
    Closing,
  ],
  exports: [Queues],
})
export class QueueModule {}
