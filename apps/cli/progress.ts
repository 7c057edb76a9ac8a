import { SingleBar } from 'cli-progress';
import type { ImportProgress } from '#connectors';

/** Shows how far an import is. */
export interface Progress {
  show(at: ImportProgress): void;
  /** Makes room for a line of text. */
  stop(): void;
}

const names = { CHECK: 'checking', REHEARSE: 'rehearsing', WRITE: 'importing' } as const;
/** How often a line is written where there is no terminal. */
const lineEveryMs = 5_000;

/** A bar with rows, rate and time left on a terminal, else a line every few seconds. */
export function progressOn(stream: NodeJS.WriteStream, now: () => number = () => performance.now()): Progress {
  return stream.isTTY ? bar(stream, now) : lines(stream, now);
}

function bar(stream: NodeJS.WriteStream, now: () => number): Progress {
  const shown = new SingleBar({
    format: '{pass} {bar} {percentage}% | {rows} rows, {rate}/s | {left} left',
    hideCursor: true,
    clearOnComplete: true,
    stream,
  });
  const pace = new Pace(now);
  return {
    show(at) {
      const { rate, secondsLeft, begins } = pace.at(at);
      const facts = { pass: names[at.pass], rows: grouped(at.rows), rate: grouped(rate), left: duration(secondsLeft) };
      if (begins) {
        shown.stop();
        shown.start(at.totalBytes, at.bytes, facts);
      } else shown.update(at.bytes, facts);
    },
    stop: () => {
      shown.stop();
    },
  };
}

function lines(stream: NodeJS.WriteStream, now: () => number): Progress {
  const pace = new Pace(now);
  let last = now();
  return {
    show(at) {
      const { rate, secondsLeft } = pace.at(at);
      if (now() - last < lineEveryMs) return;
      last = now();
      const percent = Math.floor((100 * at.bytes) / Math.max(1, at.totalBytes));
      stream.write(
        `${names[at.pass]}: ${percent} %, ${grouped(at.rows)} rows, ${grouped(rate)} a second, ${duration(secondsLeft)} left\n`,
      );
    },
    stop: () => undefined,
  };
}

/** Measures a pass from its first sign of life, so that rows of an earlier run do not count as fast. */
class Pace {
  private since: { pass: string; rows: number; bytes: number; at: number } | null = null;

  constructor(private readonly now: () => number) {}

  at({ pass, rows, bytes, totalBytes }: ImportProgress): { rate: number; secondsLeft: number; begins: boolean } {
    const begins = this.since?.pass !== pass;
    if (!this.since || begins) this.since = { pass, rows, bytes, at: this.now() };
    const seconds = Math.max(0.001, (this.now() - this.since.at) / 1000);
    const bytesPerSecond = (bytes - this.since.bytes) / seconds;
    return {
      begins,
      rate: Math.round((rows - this.since.rows) / seconds),
      secondsLeft: bytesPerSecond > 0 ? (totalBytes - bytes) / bytesPerSecond : 0,
    };
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** Seconds for a person: `45s`, `3m20s`, `1h05m`. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes < 60) return `${minutes}m${String(rest).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m`;
}
