import type { TaxRelief } from '#engine';
import type { Buyer, Id } from '#kernel';
import type { MemberRole } from '#organizations';
import type { Counted } from '#promotions/rules';
import type { Cart } from './cart.js';
import type { Items } from './item.js';
import type { NamedVariant, Names } from './named.js';
import type { LaterAdd } from './operation.js';

/** By what rules, for whom and from where items were read: what they ask, prices and promises hang on it. */
export interface Reading {
  /** The version of the rules. */
  readonly rules: bigint;
  readonly lists: readonly string[];
  readonly locations: readonly Id<'location'>[];
  readonly buyer: Buyer;
}

/** A cart as it was read, at the database's instant. */
export interface LoadedCart {
  readonly cart: Cart;
  readonly items: Items;
  readonly later: readonly LaterAdd[];
  /** The variants that were asked for by name. */
  readonly named: readonly NamedVariant[];
  readonly at: Date;
  /** How often products and prices had changed by then. */
  readonly revision: string;
  readonly reading: Reading;
  /** It was not asked for: what is written on the ground of it asserts that it is still so. */
  readonly assumed?: true;
}

/** An owner's current cart as it was read; null: there is none. */
export interface CurrentCart extends Omit<LoadedCart, 'cart'> {
  readonly cart: Cart | null;
  /** What the customer who asks is in the unit whose cart it is. */
  readonly role: MemberRole | null;
  /** The e-mail address of the customer who asks. */
  readonly email: string | null;
  /** Why the owner owes less tax. */
  readonly taxReliefs: readonly TaxRelief[];
  /** What is counted of the promotions that it may have. */
  readonly counted: Counted;
}

/** Whose a cart will be that is not there yet: a customer's or a unit's, or a guest's of this e-mail address. */
export interface Whose {
  readonly owner: string | null;
  readonly email: string | null;
}

/** What else than the cart a decision needs to know. */
export interface AlsoLoaded {
  /** Variants that are not in it yet. */
  readonly variants?: readonly string[];
  /** Those that are asked for by what stands on them. */
  readonly names?: Names;
  /** Codes that are not in it yet, and that the rules do not know. */
  readonly codes?: readonly string[];
  /** The e-mail address that a guest's cart will have, where rules ask for the orders of whoever has it; blank: none. */
  readonly email?: string | null;
  /** The version since which the adds of others are wanted; null: none are. */
  readonly seenVersion?: number | null;
}
