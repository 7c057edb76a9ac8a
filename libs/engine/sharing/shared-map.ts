/** How many changes are looked through before they become part of the whole: few at a time, and the whole seldom. */
function mostChanges(size: number): number {
  return Math.max(16, Math.ceil(Math.sqrt(size)));
}

/**
 * A map that never changes: a change makes another one, which shares all that is the same, so that it costs little however large the
 * map is. Both may be used side by side. It goes through its entries in the order in which their keys came.
 */
export class SharedMap<K, V extends object> implements ReadonlyMap<K, V> {
  /** @param changes on top of `whole`; undefined: what is there is gone */
  private constructor(
    private readonly whole: ReadonlyMap<K, V>,
    private readonly changes: ReadonlyMap<K, V | undefined>,
    readonly size: number,
  ) {}

  /** A map of these entries; of two with the same key the later. */
  static of<K, V extends object>(entries: Iterable<readonly [K, V]>): SharedMap<K, V> {
    const whole = new Map<K, V>(entries);
    return new SharedMap<K, V>(whole, new Map<K, V>(), whole.size);
  }

  /** The map with these entries; undefined: without that key. */
  with(entries: Iterable<readonly [K, V | undefined]>): SharedMap<K, V> {
    const changes = new Map(this.changes);
    for (const [key, value] of entries) {
      if (value === undefined && !this.whole.has(key)) changes.delete(key);
      else changes.set(key, value);
    }
    if (changes.size > mostChanges(this.whole.size)) return SharedMap.of(applied(this.whole, changes));
    let { size } = this.whole;
    for (const [key, value] of changes) size += (value === undefined ? 0 : 1) - (this.whole.has(key) ? 1 : 0);
    return new SharedMap(this.whole, changes, size);
  }

  get(key: K): V | undefined {
    if (this.changes.size === 0) return this.whole.get(key);
    return this.changes.get(key) ?? (this.changes.has(key) ? undefined : this.whole.get(key));
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  entries(): MapIterator<[K, V]> {
    return entriesOf(this.whole, this.changes);
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  *keys(): MapIterator<K> {
    for (const [key] of this) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this) yield value;
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) each(value, key, this);
  }
}

function applied<K, V>(whole: ReadonlyMap<K, V>, changes: ReadonlyMap<K, V | undefined>): Map<K, V> {
  const all = new Map(whole);
  for (const [key, value] of changes) {
    if (value === undefined) all.delete(key);
    else all.set(key, value);
  }
  return all;
}

function* entriesOf<K, V>(whole: ReadonlyMap<K, V>, changes: ReadonlyMap<K, V | undefined>): MapIterator<[K, V]> {
  for (const [key, before] of whole) {
    const value = changes.size > 0 && changes.has(key) ? changes.get(key) : before;
    if (value !== undefined) yield [key, value];
  }
  for (const [key, value] of changes) if (value !== undefined && !whole.has(key)) yield [key, value];
}
