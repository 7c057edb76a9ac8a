import type { Id } from '#kernel';
import type { CartWish, GivenWish } from './named.js';
import type { Stamp } from './operation.js';

/** What a new cart begins with. */
export interface NewCart {
  /** One of the channel's currencies; null: the request's. */
  readonly currency: string | null;
  /** What its owner calls a cart that is kept beside the current one; null: it is to be the current one. */
  readonly name: string | null;
  readonly wishes: readonly GivenWish[];
  readonly idempotencyKey: string | null;
}

/** The same with the promises that it was given. */
export interface Beginning extends Omit<NewCart, 'wishes'> {
  readonly wishes: readonly CartWish[];
}

/** An operation as a device asks for it. */
export interface WishedOperation {
  readonly stamp: Stamp | null;
  readonly change: GivenWish;
  readonly through?: Id<'cart'>;
}
