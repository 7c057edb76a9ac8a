import { Global, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Config } from '#platform/config';
import { Database } from '#platform/db';
import { Trace } from './trace.js';

/** Gives `Trace` to everybody, and makes a span of every statement: its name, never its values. */
@Global()
@Module({
  providers: [{ provide: Trace, useFactory: (config: Config) => Trace.open(config), inject: [Config] }],
  exports: [Trace],
})
export class TraceModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly trace: Trace,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    const { trace } = this;
    if (!trace.on) return;
    this.database.watch((name, answer) => {
      const span = trace.start(name, { kind: 'client', facts: { 'db.system.name': 'postgresql' } });
      answer.then(
        () => span.end(),
        (error: unknown) => span.end({}, error),
      );
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.trace.close();
  }
}
