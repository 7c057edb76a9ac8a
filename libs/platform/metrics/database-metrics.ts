import type { Database } from '#platform/db';
import type { Metrics } from './metrics.js';

/** How something that takes time is kept. */
type Stopwatch = ReturnType<ReturnType<Metrics['durations']>['labels']>;

/** Keeps how long statements take, by their names, and how the pool of connections is used. */
export function measureDatabase(metrics: Metrics, database: Database): void {
  const seconds = metrics.durations('statement_seconds', 'How long statements take, by name.', ['statement']);
  const failures = metrics.counter('statement_failures_total', 'Statements that failed, by name.', ['statement']);
  // found once: looking a label up costs more than keeping the figure
  const stopwatches = new Map<string, Stopwatch>();
  database.watch((statement, answer) => {
    const from = performance.now();
    const stopwatch = stopwatches.get(statement) ?? seconds.labels({ statement });
    stopwatches.set(statement, stopwatch);
    answer.then(
      () => {
        stopwatch.observe((performance.now() - from) / 1000);
      },
      () => {
        failures.inc({ statement });
      },
    );
  });
  const { pool } = database;
  metrics.gauge('database_connections', 'Connections to PostgreSQL, and requests that wait for one.', ['state'], (gauge) => {
    gauge.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    gauge.set({ state: 'idle' }, pool.idleCount);
    gauge.set({ state: 'waited_for' }, pool.waitingCount);
  });
}
