import { oneOf } from './one-of.js';

/** `{ "type": "channel", "ids": ["chan_web"] }`: it is bought through one of these channels. The channel is always known. */
export const channel = oneOf({ type: 'channel', key: 'ids', of: ({ channelId }) => [channelId] });
