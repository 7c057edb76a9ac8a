import DataLoader from 'dataloader';
import type { Context } from '#kernel';

/**
 * Declares a loader that every request has its own of, so that nothing outlives the request.
 * The batch is asked with the request's Context and answers in the order of the keys.
 * ```ts
 * const pricesOf = loader((context: Context, ids: readonly string[]) => …);   // in a provider's field
 * pricesOf(context).load(id);
 * ```
 */
export function loader<K, V>(
  batch: (context: Context, keys: readonly K[]) => Promise<readonly (V | Error)[]>,
): (context: Context) => DataLoader<K, V> {
  const made = new WeakMap<Context, DataLoader<K, V>>();
  return (context) => {
    const known = made.get(context);
    if (known) return known;
    const loader = new DataLoader<K, V>((keys) => batch(context, keys));
    made.set(context, loader);
    return loader;
  };
}
