import { Injectable, type OnModuleInit } from '@nestjs/common';
import { currencyOf, parseMoney } from '#kernel';
import { ConsumerRegistry, orderCancelled, orderPlaced, payloadOf, type Consumer, type Effects, type StoredEvent } from '#events';
import { counting } from './insight.repository.js';

/** Counts the sales of every day as orders are placed and cancelled. */
@Injectable()
export class InsightSubscribers implements Consumer, OnModuleInit {
  readonly name = 'insight';
  readonly hears = [orderPlaced.type, orderCancelled.type];

  constructor(private readonly registry: ConsumerRegistry) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  /** A cancellation counts on the day it happens: a day that has passed does not change any more. */
  async hear(event: StoredEvent, effects: Effects): Promise<void> {
    const placed = event.type === orderPlaced.type;
    const { channelId, currency, total, wasPlaced = true } = payloadOf<Sale>(placed ? orderPlaced : orderCancelled, event);
    // what was never placed has not been counted
    if (!wasPlaced) return;
    const { minor } = parseMoney(total, currencyOf(currency));
    await effects.write([
      counting({
        at: event.occurredAt,
        channelId,
        currency,
        placed: placed ? 1 : 0,
        cancelled: placed ? 0 : 1,
        total: placed ? minor : -minor,
      }),
    ]);
  }
}

/** What both kinds of news say. */
interface Sale {
  readonly channelId: string;
  readonly currency: string;
  readonly total: string;
  /** Only a cancellation says it. */
  readonly wasPlaced?: boolean;
}
