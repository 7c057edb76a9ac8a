import { isThere, type Cart } from '../cart.js';
import { isSameOwner, type Owner } from '../owner.js';

/** Where the buyer was when they signed in. */
export type AdoptedDuring = 'BROWSING' | 'CHECKOUT';

/**
 * What becomes of a guest's cart when its buyer says who they are. OWN: it is theirs already, or what became of it is. TAKE: it
 * becomes their current cart as it is. UNITE: what it holds goes into their current cart. REPLACE: it becomes their current cart,
 * and the one they had is set aside. NOTHING: there is nothing to adopt, and nothing is said about why.
 */
export type Adoption = 'OWN' | 'TAKE' | 'UNITE' | 'REPLACE' | 'NOTHING';

/** Decides what becomes of the cart for the new owner, who has `current` or no current cart. */
export function adoptionOf(cart: Cart | null, current: Cart | null, owner: Owner, during: AdoptedDuring): Adoption {
  if (!cart || !isThere(cart)) return 'NOTHING';
  if (cart.owner.customerId !== null) return isSameOwner(cart.owner, owner) ? 'OWN' : 'NOTHING';
  if (cart.state !== 'ACTIVE') return 'NOTHING';
  if (!current) return 'TAKE';
  // what is in another currency cannot be added to it
  return during === 'CHECKOUT' || current.currency !== cart.currency ? 'REPLACE' : 'UNITE';
}

/** What a cart is called that is set aside without a name: the day of its last change. */
export function setAsideName({ name, updatedAt }: Pick<Cart, 'name' | 'updatedAt'>): string {
  return name ?? updatedAt.toISOString().slice(0, 10);
}
