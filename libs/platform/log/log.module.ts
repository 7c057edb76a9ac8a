import { Global, Module } from '@nestjs/common';
import { Config } from '#platform/config';
import { Log } from './log.js';

/** Gives `Log` to everybody. */
@Global()
@Module({
  providers: [{ provide: Log, useFactory: logOf, inject: [Config] }],
  exports: [Log],
})
export class LogModule {}

/** The log as the operator wants it: gathered in production, line by line where somebody looks on. */
export function logOf(config: Config): Log {
  return new Log(config.logLevel, config.mode === 'production');
}
