import { Global, Module } from '@nestjs/common';
import { Config } from '#platform/config';
import { Log } from './log.js';

/** Gives `Log` to everybody. */
@Global()
@Module({
  providers: [{ provide: Log, useFactory: (config: Config) => new Log(config.logLevel), inject: [Config] }],
  exports: [Log],
})
export class LogModule {}
