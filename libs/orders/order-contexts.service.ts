import { Injectable } from '@nestjs/common';
import { ChannelsService } from '#channels';
import { type Context, stranger } from '#kernel';
import type { Order } from './order.js';

/** Whatever happens to an order happens in the channel that sold it, whichever one asks. */
@Injectable()
export class OrderContexts {
  constructor(private readonly channels: ChannelsService) {}

  /** The asking context in the order's own channel and currency. */
  async of({ channelId, currency }: Order, asking: Pick<Context, 'actor' | 'requestId'>): Promise<Context> {
    const sells = ({ id }: { readonly id: string }): boolean => id === channelId;
    const channel = this.channels.active().find(sells) ?? (await this.channels.all()).find(sells);
    if (!channel) throw new Error(`there is no channel ${channelId}`);
    return { actor: asking.actor, buyer: stranger, requestId: asking.requestId, channel, currency, locales: channel.locales };
  }
}
