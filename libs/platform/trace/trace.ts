import type { Config } from '#platform/config';

/** What a span says besides its name: names, codes, ids and counts; never the values of a request. */
export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

/** How a span stands to others. */
export interface SpanTerms {
  /** `server`: asked by another program; `consumer`: news that was recorded earlier; `client`: we ask another program. */
  readonly kind?: 'server' | 'consumer' | 'client' | 'internal';
  /** A W3C `traceparent` that this goes on from; none: from the span that is under way here, if there is one. */
  readonly parent?: string | undefined;
  /** A W3C `traceparent` of what this comes from, without being a part of it. */
  readonly cause?: string | undefined;
  readonly facts?: SpanFacts;
}

/** Something that takes time, as whoever reads traces sees it. */
export interface Span {
  /** Where others go on from, in W3C's spelling. */
  readonly traceparent: string;
  /** It is over; with an error, it failed. */
  end(facts?: SpanFacts, error?: unknown): void;
}

/** What makes the spans and sends them. */
export interface Tracer {
  start(name: string, terms: SpanTerms): Span;
  within<T>(span: Span, work: () => T): T;
  close(): Promise<void>;
}

/** Traces, where they are configured; else nothing is loaded, and `on` is false and the rest must not be asked. */
export class Trace {
  private constructor(private readonly tracer: Tracer | null) {}

  static async open({ traces }: Pick<Config, 'traces'>): Promise<Trace> {
    if (!traces) return new Trace(null);
    const { openTelemetry } = await import('./open-telemetry.js');
    return new Trace(openTelemetry(traces));
  }

  get on(): boolean {
    return this.tracer !== null;
  }

  /** Begins a span, which has to be ended. */
  start(name: string, terms: SpanTerms = {}): Span {
    return this.asked().start(name, terms);
  }

  /** Runs the work so that the spans which begin in it become parts of this one. */
  within<T>(span: Span, work: () => T): T {
    return this.asked().within(span, work);
  }

  /** A span as long as the work, which fails with it. */
  async around<T>(name: string, terms: SpanTerms, work: (span: Span) => Promise<T>): Promise<T> {
    const span = this.start(name, terms);
    try {
      const result = await this.within(span, () => work(span));
      span.end();
      return result;
    } catch (error) {
      span.end({}, error);
      throw error;
    }
  }

  /** Sends what has not been sent yet. */
  async close(): Promise<void> {
    await this.tracer?.close();
  }

  private asked(): Tracer {
    if (!this.tracer) throw new Error('there are no traces: ask `on` first');
    return this.tracer;
  }
}
