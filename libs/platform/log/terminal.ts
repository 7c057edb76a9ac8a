/** How pino numbers its levels. */
const levels: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

interface Line {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly context?: string;
  readonly err?: { readonly stack?: string };
}

/** A line of the log for a person at a terminal: time, level, message, and what else it says. */
export function forTerminal(json: string): string {
  const { level, time, msg, context, err, ...rest } = JSON.parse(json) as Line;
  const facts = Object.keys(rest).length ? ` ${JSON.stringify(rest)}` : '';
  const clock = new Date(time).toISOString().slice(11, 23);
  const where = context ? `[${context}] ` : '';
  const stack = err?.stack ? `\n${err.stack}` : '';
  return `${clock} ${(levels[level] ?? 'info').padEnd(5)} ${where}${msg ?? ''}${facts}${stack}\n`;
}
