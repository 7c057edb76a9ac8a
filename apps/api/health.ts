import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Config } from '#platform/config';
import { Database, statement } from '#platform/db';

/** How long the database may take to say that it is there. */
const patienceMs = 2000;
/** How long balancers get, in production, to see that this process is stopping before it takes no more requests. */
const noticeMs = 3000;

const reachable = statement('health.reachable', 'select 1 from revision limit 1');

/** Whether this process should be given requests. */
@Injectable()
export class Health implements BeforeApplicationShutdown {
  private draining = false;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** Why it should not be given requests; null: it should. */
  async trouble(): Promise<string | null> {
    if (this.draining) return 'stopping';
    const asked = this.database.read(reachable).then(
      () => null,
      () => 'database',
    );
    return Promise.race([asked, pause(patienceMs, 'database', { ref: false })]);
  }

  /** Says so first; Nest closes the server after this, which finishes what it had accepted. */
  async beforeApplicationShutdown(): Promise<void> {
    this.draining = true;
    if (this.config.mode === 'production') await pause(noticeMs);
  }
}

/** `/health/live`: the process answers. `/health/ready`: it can also do its work. */
export function serveHealth(fastify: FastifyInstance, health: Health): void {
  fastify.get('/health/live', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
    return { status: 'live' };
  });
  fastify.get('/health/ready', async (_request, reply) => {
    const trouble = await health.trouble();
    void reply.header('cache-control', 'no-store').code(trouble === null ? 200 : 503);
    return trouble === null ? { status: 'ready' } : { status: 'not ready', reason: trouble };
  });
}
