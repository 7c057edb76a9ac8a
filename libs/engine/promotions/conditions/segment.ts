import { buyerOneOf } from './one-of.js';

/**
 * `{ "type": "segment", "ids": ["seg_lapsed"] }`: the buyer is in one of these segments. Where it is not known in which, neither
 * this holds nor `none` of it.
 */
export const segment = buyerOneOf({ type: 'segment', key: 'ids', of: ({ basket }) => basket.buyer.segmentIds ?? null });
