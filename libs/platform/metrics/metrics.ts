import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds that tell a good answer from a bad one: from a millisecond to ten seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The figures of this process for Prometheus. Labels are names from the code or the schema, never what a client has sent, so that
 * there are only so many of them. Where nobody asks (`on` is false) they are not kept.
 */
export class Metrics {
  readonly registry = new Registry();

  /** Open WebSocket connections: `inc` and `dec` by whoever accepts them. */
  readonly sockets = this.gauge('websocket_connections', 'WebSocket connections that are open.', []);

  constructor(readonly on: boolean) {}

  /** How long something takes, in seconds, by these labels. `cartwright_` is put before the name. */
  durations<L extends string>(name: string, help: string, labelNames: readonly L[]): Histogram<L> {
    return new Histogram({ name: `cartwright_${name}`, help, labelNames, buckets, registers: [this.registry] });
  }

  /** How often something happens. */
  counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name: `cartwright_${name}`, help, labelNames, registers: [this.registry] });
  }

  /** How much there is of something; `collect` is asked when Prometheus asks, else the gauge is set by whoever knows. */
  gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect: (gauge: Gauge<L>) => void | Promise<void> = () => undefined,
  ): Gauge<L> {
    return new Gauge({
      name: `cartwright_${name}`,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        return collect(this);
      },
    });
  }
}
