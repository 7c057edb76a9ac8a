import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeliveryService } from '#events';
import { Trace } from '#platform/trace';

/** Where a request without an id of its own has told its trace: `<trace>-<span>`. */
const fromTrace = /^([\da-f]{32})-([\da-f]{16})$/;

/** Makes a span of what a consumer does with an event, linked to the request that the event comes from. */
@Injectable()
export class WorkerTraces implements OnModuleInit {
  constructor(
    private readonly trace: Trace,
    private readonly deliveries: DeliveryService,
  ) {}

  onModuleInit(): void {
    const { trace } = this;
    if (!trace.on) return;
    this.deliveries.surround((consumer, { id, type, correlation }, work) => {
      const [, traceId, spanId] = fromTrace.exec(correlation ?? '') ?? [];
      const cause = traceId && spanId ? `00-${traceId}-${spanId}-01` : undefined;
      const facts = { 'messaging.consumer': consumer, 'messaging.message.id': id, correlation: correlation ?? '' };
      return trace.around(`deliver ${type}`, { kind: 'consumer', cause, facts }, work);
    });
  }
}
