import { buyerOneOf } from './one-of.js';

/**
 * `{ "type": "organization", "ids": ["org_acme"] }`: it is bought for one of these units of organizations, or for a unit below one. It
 * does not hold for who buys for itself.
 */
export const organization = buyerOneOf({ type: 'organization', key: 'ids', of: ({ basket }) => basket.buyer.unitIds });
