import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** What Nest itself has to say, in our log: its notes on wiring are for debugging, its complaints for everybody. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, context?: unknown): void {
    this.to.debug(String(message), facts(context));
  }

  debug(message: unknown, context?: unknown): void {
    this.to.debug(String(message), facts(context));
  }

  verbose(message: unknown, context?: unknown): void {
    this.to.debug(String(message), facts(context));
  }

  warn(message: unknown, context?: unknown): void {
    this.to.warn(String(message), facts(context));
  }

  error(message: unknown, ...details: unknown[]): void {
    this.to.error(message instanceof Error ? message.message : String(message), message, facts(details.at(-1)));
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.error(message, ...details);
  }
}

function facts(context: unknown): { context?: string } {
  return typeof context === 'string' ? { context } : {};
}
