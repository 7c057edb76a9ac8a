import { pino, type DestinationStream, type Level, type LevelWithSilent, type Logger } from 'pino';
import { errorFacts } from './error-facts.js';
import { forTerminal } from './terminal.js';

/** What a line may say besides its message: ids, counts and codes, never names, addresses or e-mail. */
export type Facts = Readonly<Record<string, string | number | bigint | boolean | null | undefined>>;

/** Where lines go in production: gathered and written some at a time, at the latest after a second and at the end of the process. */
let gathering: DestinationStream | undefined;

/** The log: one JSON object a line on standard output, readable text when that is a terminal. */
export class Log {
  private readonly logger: Logger;

  /** @param gathered whether lines may wait for each other, up to a second: a write each costs a busy process much of its time */
  constructor(level: LevelWithSilent, gathered = false) {
    const options = { level, base: null, serializers: { err: errorFacts } };
    this.logger = process.stdout.isTTY
      ? pino(options, { write: (line) => process.stdout.write(forTerminal(line)) })
      : pino(options, gathered ? gatheringOnStdout() : pino.destination({ dest: 1, sync: true }));
  }

  debug(message: string, facts: Facts = {}): void {
    this.write('debug', message, facts);
  }

  info(message: string, facts: Facts = {}): void {
    this.write('info', message, facts);
  }

  /** Something is not as it should be, and the process copes. */
  warn(message: string, facts: Facts = {}): void {
    this.write('warn', message, facts);
  }

  /** Something failed that somebody has to look at; the cause's stack is kept. */
  error(message: string, cause: unknown, facts: Facts = {}): void {
    this.logger.error({ ...plain(facts), err: cause instanceof Error ? cause : new Error(String(cause)) }, message);
    // whoever looks for the cause of a death must find what was said before it
    this.logger.flush();
  }

  private write(level: Level, message: string, facts: Facts): void {
    this.logger[level](plain(facts), message);
  }
}

/** One for the process, so that the lines of several logs never mix; pino writes out what is left when the process ends. */
function gatheringOnStdout(): DestinationStream {
  gathering ??= pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 1000 });
  return gathering;
}

/** The facts with bigints as text; as almost always there are none, the same facts. */
function plain(facts: Facts): object {
  if (!Object.values(facts).some((value) => typeof value === 'bigint')) return facts;
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value]),
  );
}
