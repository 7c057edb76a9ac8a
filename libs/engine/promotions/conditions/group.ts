import { buyerOneOf } from './one-of.js';

/** `{ "type": "group", "ids": ["grp_students"] }`: the buyer is in one of these customer groups. Who is not known is in none. */
export const group = buyerOneOf({ type: 'group', key: 'ids', of: ({ basket }) => basket.buyer.groupIds });
