import { Injectable } from '@nestjs/common';
import type { BasketLine } from '#engine';
import type { Id } from '#kernel';
import { Database, statement } from '#platform/db';
import { itemFacts } from '../item-facts.repository.js';
import { factsOf, type FactsJson, type KnownItem } from '../item-facts.js';
import { offersColumns } from '../offer.repository.js';
import { offersOf, type OffersJson } from '../offer.js';

/** What a till needs of a variant to put it into a basket. */
export interface PricedVariant extends Pick<BasketLine, 'variantId' | 'taxClassId' | 'prices'> {
  readonly productId: Id<'product'>;
  readonly sku: string | null;
  readonly gtin: string | null;
  /** What promotions may ask of it. */
  readonly item: KnownItem;
}

interface PageRow extends OffersJson {
  readonly variants: readonly (Omit<PricedVariant, 'prices' | 'item'> & { readonly facts: FactsJson })[] | null;
}

const readPage = statement<PageRow>(
  'terms.assortment',
  `with page as materialized (
     select v.id "variantId", v.product_id "productId", v.sku, v.gtin, coalesce(v.tax_class_id, p.tax_class_id) "taxClassId",
       ${itemFacts} facts
     from variant v join product p on p.id = v.product_id
     where v.id > $1 and v.active and p.published_at is not null and (not p.restricted or p.visibility = 'PUBLIC' and $4 = any(p.channel_ids))
       and exists (select from price where price.variant_id = v.id and price.list_id = any($2::text[]))
     order by v.id limit $3)
   select (select json_agg(page order by "variantId") from page) variants,
     ${offersColumns('array(select "variantId" from page)', '$2::text[]', `'{}'::text[]`)}`,
);

/** Reads what a channel sells, with its prices: a page in one statement. */
@Injectable()
export class AssortmentRepository {
  constructor(private readonly db: Database) {}

  /** So many variants after one, in the order of their ids, with their prices among the lists. */
  async page(after: string, listIds: readonly string[], most: number, channelId: string): Promise<PricedVariant[]> {
    const [row] = await this.db.read(readPage, [after, listIds, most, channelId]);
    const variants = row?.variants ?? [];
    const offers = offersOf(
      variants.map(({ variantId }) => variantId),
      { prices: row?.prices ?? null, stock: null },
    );
    return variants.map(({ facts, ...variant }) => ({
      item: factsOf(variant.productId, facts),
      prices: offers.get(variant.variantId)?.prices ?? [],
      ...variant,
    }));
  }
}
