export { Trace, type Span, type SpanTerms } from './trace.js';
export { TraceModule } from './trace.module.js';
