import { stdSerializers } from 'pino';

/** What the log says of an error: all but the rows that PostgreSQL quotes in it, which may be somebody's address. */
export function errorFacts(error: Error): object {
  const { type, message, stack, raw, ...rest } = stdSerializers.err(error);
  const quoted = new Set(['detail', 'where', 'internalQuery']);
  return { type, message, stack, ...Object.fromEntries(Object.entries(rest).filter(([name]) => !quoted.has(name))) };
}
