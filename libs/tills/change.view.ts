import type { PulledEvent } from '#events';
import type { TillChange } from '#platform/graphql';

/** A change as resolvers return it: the variant is read only when it is asked for. */
export type ChangeView = Omit<TillChange, 'variant' | 'productId' | 'variantId'> & {
  readonly productId: string | null;
  readonly variantId: string | null;
};

const kinds: Readonly<Record<string, TillChange['kind']>> = { 'price.changed': 'PRICE', 'stock.changed': 'STOCK' };

/** A change in the words of the schema. Of prices it says only whose they are: what they are depends on who asks. */
export function changeView({ type, aggregateVersion, occurredAt, payload }: PulledEvent): ChangeView {
  const text = (name: string): string | null => (typeof payload[name] === 'string' ? payload[name] : null);
  const kind = kinds[type] ?? 'PRODUCT';
  return {
    kind,
    productId: text('productId'),
    variantId: text('variantId'),
    version: aggregateVersion.toString(),
    changedAt: occurredAt.toISOString(),
    available: kind === 'STOCK' ? text('available') : null,
  };
}
