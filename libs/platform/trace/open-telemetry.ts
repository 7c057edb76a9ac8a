import {
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span as OtelSpan,
  type SpanContext,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Span, SpanTerms, Tracer } from './trace.js';

const kinds = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
} as const;

const traceparent = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/** OpenTelemetry's SDK with its OTLP exporter over HTTP, batched. Sampling is as its own variables say (`OTEL_TRACES_SAMPLER`). */
export function openTelemetry({ endpoint, service }: { readonly endpoint: string; readonly service: string }): Tracer {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'process.pid': process.pid }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  const tracer = provider.getTracer('cartwright');
  return {
    start: (name, terms) => {
      const causes = [spanContextOf(terms.cause)].flatMap((cause) => (cause ? [{ context: cause }] : []));
      const options = { kind: kinds[terms.kind ?? 'internal'], links: causes, attributes: { ...terms.facts } };
      return spanOf(tracer.startSpan(name, options, parentOf(terms)));
    },
    within: (span, work) => context.with(trace.setSpan(context.active(), (span as Made).made), work),
    // a collector that is away must not hold up the end of the process
    close: () => provider.shutdown().catch(() => undefined),
  };
}

interface Made extends Span {
  readonly made: OtelSpan;
}

function spanOf(made: OtelSpan): Made {
  const { traceId, spanId, traceFlags } = made.spanContext();
  return {
    made,
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    end: (facts = {}, error) => {
      made.setAttributes(facts);
      // the name of what went wrong; messages may quote what somebody has typed
      if (error !== undefined)
        made.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
      made.end();
    },
  };
}

function parentOf({ kind, parent }: SpanTerms): Context {
  const given = spanContextOf(parent);
  if (given) return trace.setSpanContext(ROOT_CONTEXT, given);
  return kind === 'server' || kind === 'consumer' ? ROOT_CONTEXT : context.active();
}

function spanContextOf(text: string | undefined): SpanContext | null {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.exec(text ?? '') ?? [];
  const found = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(found) ? found : null;
}
