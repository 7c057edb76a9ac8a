import { Injectable } from '@nestjs/common';
import type { Context } from '#kernel';
import { Database } from '#platform/db';
import { contractsLeft } from '#pricing';
import { TermsService } from '#terms';
import type { Cart } from '../cart.js';

/** What is left of the contracts that a buyer buys under. */
@Injectable()
export class CartContracts {
  constructor(
    private readonly db: Database,
    private readonly terms: TermsService,
  ) {}

  /**
   * The carts with what is left of the contracts that may price them, and of these variants: one statement for all of them, none where
   * nothing is counted.
   */
  async known<T extends { readonly cart: Cart }>(
    found: readonly T[],
    context: Context,
    variantIds: readonly string[] = [],
  ): Promise<readonly T[]> {
    const lists = this.terms.countedLists(context);
    if (lists.length === 0) return found;
    const inCarts = found.flatMap(({ cart }) => cart.content.lines.map(({ variantId }) => variantId));
    const contracts = await contractsLeft(this.db, lists, [...new Set([...inCarts, ...variantIds])]);
    return found.map((each) => ({ ...each, cart: { ...each.cart, contracts } }));
  }
}
