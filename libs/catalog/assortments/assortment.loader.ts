import { Injectable } from '@nestjs/common';
import { isAllowed, type Context } from '#kernel';
import { Database } from '#platform/db';
import { loader } from '#platform/graphql';
import { showAssortment, type Assortment } from './assortment.js';
import { assortmentsOf } from './assortment.repository.js';

/** An assortment as the API shows it. */
export type ShownAssortment = ReturnType<typeof showAssortment>;

/** Who may know of products and categories, for those who manage it. */
@Injectable()
export class AssortmentLoader {
  private readonly loaders = {
    product: loader<string, Assortment | null>((_context, ids) => assortmentsOf(this.db, 'product', ids)),
    category: loader<string, Assortment | null>((_context, ids) => assortmentsOf(this.db, 'category', ids)),
  };

  constructor(private readonly db: Database) {}

  /** Null for those who may not know. */
  async of(kind: 'product' | 'category', id: string, context: Context): Promise<ShownAssortment | null> {
    if (!isAllowed(context.actor, 'MANAGE_CATALOG')) return null;
    const assortment = await this.loaders[kind](context).load(id);
    return assortment && showAssortment(assortment);
  }
}
