import { stdSerializers } from 'pino';

/** What PostgreSQL quotes of rows besides its message. */
const quoted = new Set(['detail', 'where', 'internalQuery', 'raw']);

/**
 * What may be told of an error: its message, without the values that PostgreSQL and Prisma quote in theirs, which may be somebody's
 * address. PostgreSQL quotes them where a value was wrong (class 22), Prisma below its first line.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && /^22...$/.test(code)) return error.message.replace(/"[^]*"/, '"…"');
  if (error.name.startsWith('PrismaClient')) return error.message.trim().split('\n', 1)[0] ?? '';
  return error.message;
}

/** What the log says of an error: all but the values and rows that are quoted in it. */
export function errorFacts(error: Error): object {
  const { type, message, stack, ...rest } = stdSerializers.err(error);
  const told = messageOf(error);
  const facts = Object.fromEntries(Object.entries(rest).filter(([name]) => !quoted.has(name)));
  // pino joins the messages of causes to the error's own
  if (told !== error.message) return { type, message: told, stack: stack.replaceAll(error.message, told), ...facts };
  return { type, message, stack, ...facts };
}
