import { listed } from './listed.js';

/** `{ "type": "variant", "ids": ["var_shirt_blue_m"] }`: these variants. The variant of an item is always known. */
export const variant = listed('variant', ({ line }) => [line.variantId]);
