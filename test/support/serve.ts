import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from './api.js';
import type { Ask } from './buyer.js';

const root = new URL('../../', import.meta.url);

/** API and worker in a process of their own, from the build, that can be killed and started again. */
export class ServedShop {
  private child: ChildProcess | undefined;
  private said = '';
  private closed = false;

  private constructor(
    private readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Where it takes requests. */
  get url(): string {
    return `http://127.0.0.1:${String(this.port)}/graphql`;
  }

  /** All that it has written so far. */
  get log(): string {
    return this.said;
  }

  /** Starts it on a free port and waits until it answers. */
  static async start(environment: Readonly<Record<string, string>>): Promise<ServedShop> {
    const shop = new ServedShop(await freePort(), environment);
    await shop.restart();
    return shop;
  }

  /** Starts it again on the same port, where clients go on asking. */
  async restart(): Promise<void> {
    const child = spawn(process.execPath, ['dist/apps/serve/main.js'], {
      cwd: root,
      env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...this.environment, PORT: String(this.port) },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    while (!(await this.isReady())) {
      if (child.exitCode !== null) throw new Error(`it does not start: ${this.said}`);
      await pause(25);
    }
  }

  /** Kills it where it stands: no transaction, no request and no delivery is finished. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Stops it for good, in good order; nobody insists any more. */
  async close(): Promise<void> {
    this.closed = true;
    await this.end('SIGTERM');
  }

  /** Asks until there is an answer: whatever breaks off is sent again as it was. */
  readonly insist: Ask = (query, variables) => this.insistAs({})(query, variables);

  /** Insists as somebody, whom the headers say. */
  insistAs(headers: Readonly<Record<string, string>>): Ask {
    return async (query, variables) => {
      for (;;) {
        const data = await this.attempt(query, variables, headers).catch(() => undefined);
        if (data !== undefined) return data;
        if (this.closed) throw new Error('the shop is closed');
        await pause(50);
      }
    };
  }

  /** Asks once. @throws Error when no answer comes, or one that says nothing */
  readonly attempt = async (
    query: string,
    variables: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Json> => {
    const response = await fetch(`http://127.0.0.1:${String(this.port)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown };
    if (!data || errors) throw new Error(JSON.stringify(errors));
    return Object.values(data)[0];
  };

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  private async isReady(): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${String(this.port)}/health/ready`).catch(() => null);
    return answer?.status === 200;
  }
}

/** A port nobody listens on, below those that the system hands out to clients: it must still be free after a kill. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer()
        .on('error', () => {
          resolve(false);
        })
        .listen(port, '127.0.0.1', () => {
          probe.close(() => {
            resolve(true);
          });
        });
    });
    if (free) return port;
  }
}
