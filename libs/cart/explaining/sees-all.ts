import { isAllowed, type Actor } from '#kernel';

/** Those who sell, or look after rules or orders. A till is not among them: buyers look on. */
const permissions = ['MANAGE_PRICES', 'MANAGE_PROMOTIONS', 'MANAGE_ORDERS', 'SELL'] as const;

/** Whether whoever asks why may also know for whom else prices and promotions are. */
export function seesAll(actor: Actor): boolean {
  return actor.kind !== 'device' && permissions.some((permission) => isAllowed(actor, permission));
}
