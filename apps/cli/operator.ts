import { noChannel } from '#channels';
import { currencyOf, stranger, type Context } from '#kernel';

/** Whoever works at the command line: Cartwright itself, in no channel. */
export const operator: Context = {
  actor: { kind: 'system', name: 'cli' },
  buyer: stranger,
  channel: noChannel,
  currency: currencyOf('EUR'),
  locales: noChannel.locales,
  requestId: 'cli',
};
