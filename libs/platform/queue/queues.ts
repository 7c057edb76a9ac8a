import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Queue, QueueEvents, Worker, type Job, type QueueOptions } from 'bullmq';
import type { Log } from '#platform/log';

/** How long the end may take when Redis goes away meanwhile. */
const patienceMs = 5000;

/** What a queue is given and hands on: the data of its jobs. */
export type QueueJob<D> = Job<D, unknown>;

/** How a worker takes its jobs. */
export interface WorkerTerms {
  /** Jobs at a time in this process. */
  readonly concurrency: number;
}

/**
 * BullMQ on the Redis of the configuration. Its queues carry wake-ups and news for the outside, never the truth:
 * Redis may be away or emptied at any time. Without Redis `available` is false and the rest must not be asked.
 */
export class Queues {
  readonly available: boolean;
  private readonly queues = new Map<string, Queue>();
  private readonly open: { close(force?: boolean): Promise<unknown> }[] = [];
  private readonly connections = new Map<'asking' | 'waiting', Redis>();
  private closing = false;
  private troubled = false;

  constructor(
    private readonly url: string | null,
    private readonly log: Log,
  ) {
    this.available = url !== null;
    if (this.available) this.connect('asking');
  }

  /** Whether Redis answers at the moment. */
  get ready(): boolean {
    return this.connections.get('asking')?.status === 'ready';
  }

  /** The queue of this name, to add jobs to and to look at them. Fails soon when Redis is away. */
  queue<D>(name: string): Queue<D> {
    const known = this.queues.get(name);
    if (known) return known as Queue<D>;
    const made = new Queue<D>(name, { ...this.terms('asking') });
    this.watched(made);
    this.queues.set(name, made);
    return made;
  }

  /** Works on the jobs of the queue until all is closed, once Redis answers. */
  work<D>(name: string, terms: WorkerTerms, work: (job: QueueJob<D>) => Promise<void>): void {
    this.onceReady(() => {
      this.watched(new Worker<D>(name, work, { ...this.terms('waiting'), ...terms, runRetryDelay: 1000 }));
    });
  }

  /** Tells of every job of the queue that somebody has completed or given up, by its id, once Redis answers. */
  onFinished(name: string, listener: (jobId: string) => void): void {
    this.onceReady(() => {
      const events = this.watched(new QueueEvents(name, this.terms('waiting')));
      events.on('completed', ({ jobId }) => {
        listener(jobId);
      });
      events.on('failed', ({ jobId }) => {
        listener(jobId);
      });
    });
  }

  /** Waits for the jobs under way and lets go of Redis, whether or not it answers. */
  async close(): Promise<void> {
    this.closing = true;
    // a worker that waits for Redis to come back would never end by itself
    const force = !this.ready;
    const closing = Promise.allSettled(this.open.map((each) => each.close(force)));
    await Promise.race([closing, pause(patienceMs, undefined, { ref: false })]);
    for (const connection of this.connections.values()) connection.disconnect();
  }

  // what waits for a Redis that never comes could not be closed
  private onceReady(begin: () => void): void {
    if (this.ready) begin();
    else this.connections.get('asking')?.once('ready', begin);
  }

  private terms(purpose: 'asking' | 'waiting'): Pick<QueueOptions, 'connection'> {
    const connection = this.connections.get(purpose) ?? this.connect(purpose);
    return { connection };
  }

  private connect(purpose: 'asking' | 'waiting'): Redis {
    if (this.url === null) throw new Error('there is no Redis: ask `available` first');
    // who asks wants a soon no; workers wait for as long as it takes
    const patience = purpose === 'asking' ? { maxRetriesPerRequest: 1, commandTimeout: 2000 } : { maxRetriesPerRequest: null };
    // BullMQ makes duplicates of the connection, which stop asking for Redis with it
    const retryStrategy = (times: number): number | null => (this.closing ? null : Math.min(times * 50, 1000));
    const connection = new Redis(this.url, { ...patience, retryStrategy });
    this.heard(connection);
    this.connections.set(purpose, connection);
    return connection;
  }

  private watched<
    T extends { close(force?: boolean): Promise<unknown>; on(event: 'error', listener: (error: Error) => void): unknown },
  >(made: T): T {
    this.open.push(made);
    made.on('error', (error) => {
      this.trouble(error);
    });
    return made;
  }

  private heard(connection: Redis): void {
    connection.on('error', (error: Error) => {
      this.trouble(error);
    });
    connection.on('ready', () => {
      if (this.troubled) this.log.info('Redis is back');
      this.troubled = false;
    });
  }

  // said once: the clients report every attempt to reconnect
  private trouble(error: Error): void {
    if (this.troubled) return;
    this.troubled = true;
    this.log.warn('Redis cannot be reached; deliveries are polled from the database meanwhile', { reason: error.message });
  }
}
