import { isGiven, textsAt } from '../fields.js';
import type { ActionKind } from '../kinds.js';

/**
 * `{ "type": "free_shipping", "methodIds": ["ship_parcel"] }`: shipping costs nothing, by any method or by one of these.
 */
export const freeShipping: ActionKind = {
  type: 'free_shipping',
  lanes: ['SHIPPING'],
  keys: ['methodIds'],
  parse: (fields, path) => {
    const methodIds = isGiven(fields, 'methodIds') ? textsAt(fields, 'methodIds', path) : null;
    return {
      stored: methodIds === null ? {} : { methodIds },
      needs: methodIds?.map((id) => `shipping:${id}`) ?? null,
      effect: ({ shipping, basket: { shippingMethodId } }) => {
        const meant = methodIds === null || (shippingMethodId !== null && methodIds.includes(shippingMethodId));
        return { shares: [], shipping: meant ? (shipping?.left ?? 0n) : 0n };
      },
    };
  },
};
