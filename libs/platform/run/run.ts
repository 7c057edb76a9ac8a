import { readFileSync } from 'node:fs';
import { Config, StartupError } from '#platform/config';

/** A process that is starting or runs. */
export interface Running {
  /** Says what has to be ended when the process stops; what began last ends first. */
  endsWith(end: () => Promise<void>): void;
}

/**
 * Leads the life of a process: starts it, stops it in good order when it is asked to (Ctrl-C, SIGTERM),
 * and says why it cannot start in one sentence, with exit code 1.
 */
export async function run(start: (running: Running, config: Config) => Promise<void>): Promise<void> {
  const ends: (() => Promise<void>)[] = [];
  let stopping = false;
  let patience = 15;

  async function stop(code: number, started: Promise<unknown>): Promise<void> {
    // a terminal sends a signal to the whole group, and npm sends it once more
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      console.error('Work in flight did not end in time: it is cut off.');
      process.exit(1);
    }, patience * 1000).unref();
    await started.catch(() => undefined);
    for (const end of ends.reverse()) {
      await end().catch((error: unknown) => {
        console.error(error);
        code = 1;
      });
    }
    process.exit(code);
  }

  async function begin(): Promise<void> {
    const config = new Config(process.env);
    patience = config.shutdownSeconds;
    await start({ endsWith: (end) => ends.push(end) }, config);
  }

  const started = begin();
  for (const signal of ignoresHangup() ? (['SIGINT', 'SIGTERM'] as const) : (['SIGINT', 'SIGTERM', 'SIGHUP'] as const))
    process.on(signal, () => void stop(0, started));
  whenOrphaned(() => void stop(0, started));
  process.on('uncaughtException', (error) => {
    console.error(error);
    void stop(1, started);
  });
  try {
    await started;
  } catch (error) {
    console.error(error instanceof StartupError ? error.message : error);
    await stop(1, started);
  }
}

/** Whether whoever started us wants us to outlive the terminal, as nohup does. */
function ignoresHangup(): boolean {
  try {
    const ignored = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
    return (BigInt(`0x${ignored}`) & 1n) === 1n;
  } catch {
    return false;
  }
}

/** Calls back when the npm that started us is gone without a word, as after kill -9: nobody would stop us any more. */
function whenOrphaned(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
}
