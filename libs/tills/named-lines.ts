import type { Item, Items } from '#cart/rules';
import { canonicalGtin, isGtin, spellingsOf } from '#catalog/rules';
import type { ReportedSale } from './sale.js';
import type { Wanted } from './sale.repository.js';

/** A variant that bears a SKU or GTIN. */
interface NamedVariant {
  readonly id: string;
  readonly sku: string | null;
  readonly gtin: string | null;
}

/** What has to be looked up for the sales. */
export function wantedBy(sales: readonly ReportedSale[]): Wanted {
  const all = <T>(of: (sale: ReportedSale) => readonly (T | null)[]): T[] => [
    ...new Set(sales.flatMap(of).filter((each): each is Awaited<T> & T => each !== null)),
  ];
  return {
    variantIds: all(({ lines }) => lines.map(({ variantId }) => variantId)),
    skus: all(({ lines }) => lines.map(({ sku }) => sku)),
    gtins: all(({ lines }) => lines.map(({ gtin }) => gtin))
      .filter(isGtin)
      .flatMap(spellingsOf),
    codes: all(({ promotions }) => promotions.map(({ code }) => code)),
    certificates: all(({ certificate = null }) => [certificate]),
    promotionIds: all(({ promotions }) => promotions.map(({ promotionId }) => promotionId)),
    sales: sales.filter(({ totals }) => totals !== null).length,
  };
}

/** What each line of the sale sold; null: nobody knows. */
export function itemsByLine({ lines }: ReportedSale, items: Items, named: readonly NamedVariant[]): (Item | null)[] {
  const bySku = new Map(named.flatMap(({ id, sku }) => (sku === null ? [] : [[sku, id] as const])));
  const byGtin = new Map(named.flatMap(({ id, gtin }) => (gtin === null ? [] : [[canonicalGtin(gtin), id] as const])));
  return lines.map(({ variantId, sku, gtin }) => {
    const id = variantId ?? (sku === null ? undefined : bySku.get(sku)) ?? (gtin === null ? '' : byGtin.get(canonicalGtin(gtin)));
    return items.get(id ?? '') ?? null;
  });
}
