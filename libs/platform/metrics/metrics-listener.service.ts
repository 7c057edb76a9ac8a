import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import { Config, StartupError } from '#platform/config';
import { Database } from '#platform/db';
import { Log } from '#platform/log';
import { measureDatabase } from './database-metrics.js';
import { Metrics } from './metrics.js';

/** Answers Prometheus at /metrics, on a port of its own that is not for the public. */
@Injectable()
export class MetricsListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly config: Config,
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** Where it answers; null: nowhere. */
  get address(): string | null {
    const at = this.server?.address() as AddressInfo | undefined;
    return at ? `http://${this.config.host}:${at.port.toString()}/metrics` : null;
  }

  /** @throws StartupError when the port is taken */
  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort: port, host } = this.config;
    if (port === null) return;
    collectDefaultMetrics({ register: this.metrics.registry });
    measureDatabase(this.metrics, this.database);
    const server = createServer((request, response) => {
      if (request.method === 'GET' && request.url === '/metrics') void this.show(response);
      else response.writeHead(404).end();
    });
    this.server = server;
    await once(server.listen(port, host), 'listening').catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StartupError(
        `The figures cannot be shown at METRICS_PORT ${port.toString()} (${reason}): give each process a free port.`,
      );
    });
    this.log.info('figures for Prometheus', { address: this.address });
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server?.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  private async show(response: { writeHead(status: number, headers?: object): { end(text?: string): unknown } }): Promise<void> {
    const { registry } = this.metrics;
    try {
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(text);
    } catch (error) {
      this.log.error('the figures could not be put together', error);
      response.writeHead(500).end();
    }
  }
}
