import { inOrder } from './in-order.js';
import { SharedMap } from './shared-map.js';

/** By what values are found, and in which order those stand that are found together. */
export interface Filing<K, V> {
  readonly keysOf: (value: V) => Iterable<K>;
  readonly order: (a: V, b: V) => number;
}

/** Values by their keys. Never changed: a change makes another index, which shares all that is the same. */
export class SharedIndex<K, V> {
  private constructor(
    private readonly filing: Filing<K, V>,
    private readonly byKey: SharedMap<K, readonly V[]>,
  ) {}

  /** These values, in any order. */
  static of<K, V>(filing: Filing<K, V>, values: readonly V[]): SharedIndex<K, V> {
    const byKey = filed(filing, values);
    for (const each of byKey.values()) if (each.length > 1) each.sort(filing.order);
    return new SharedIndex(filing, SharedMap.of<K, readonly V[]>(byKey));
  }

  /** How many keys there are. */
  get size(): number {
    return this.byKey.size;
  }

  /** The values of a key, in order. */
  get(key: K): readonly V[] {
    return this.byKey.get(key) ?? [];
  }

  /** The index when some values have gone, and others have come. */
  with(gone: readonly V[], come: readonly V[]): SharedIndex<K, V> {
    if (gone.length === 0 && come.length === 0) return this;
    if (this.size === 0) return SharedIndex.of(this.filing, come);
    const [before, after] = [filed(this.filing, gone), filed(this.filing, come)];
    const keys = new Set([...before.keys(), ...after.keys()]);
    const changes = [...keys].map((key) => {
      const values = inOrder(this.get(key), before.get(key) ?? [], after.get(key) ?? [], this.filing.order);
      return [key, values.length > 0 ? values : undefined] as const;
    });
    return new SharedIndex(this.filing, this.byKey.with(changes));
  }
}

function filed<K, V>({ keysOf }: Filing<K, V>, values: readonly V[]): Map<K, V[]> {
  const found = new Map<K, V[]>();
  for (const value of values)
    for (const key of new Set(keysOf(value))) {
      const known = found.get(key);
      if (known) known.push(value);
      else found.set(key, [value]);
    }
  return found;
}
