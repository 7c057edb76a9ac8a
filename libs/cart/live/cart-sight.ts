import type { Sight } from '#events';
import type { CartChangeKind } from '#platform/graphql';
import type { Cart } from '../cart.js';

/** As much of a cart as says whether it is another than before. */
type Seen = Pick<Cart, 'version' | 'state' | 'successorId'>;

/** How often a cart that became an order is looked at for its successor, whose beginning is no event of the cart. */
const againMs = 5000;

/** What is in sight of a cart; `first`: the reader has just begun. */
export function cartSight({ version, state, successorId }: Seen, first: boolean): Sight<CartChangeKind> {
  const over = state !== 'ACTIVE';
  const change = state === 'CONVERTED' || state === 'MERGED' ? state : first ? 'PRESENT' : 'CHANGED';
  const cursor = Buffer.from(`${String(version)}${successorId === null ? '' : ' followed'}`).toString('base64url');
  return { cursor, view: change, ...(over && (successorId === null ? { againMs } : { last: true })) };
}
