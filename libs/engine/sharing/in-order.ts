/** From how many on it is cheaper to sort anew than to put each in its place. */
const many = 8;

/**
 * Sorted values, without those that go and with those that come: a copy, or the very array where nothing changes. What goes is found
 * by its place in the order, once for each time it is named.
 */
export function inOrder<T>(
  sorted: readonly T[],
  gone: readonly T[],
  come: readonly T[],
  order: (a: T, b: T) => number,
): readonly T[] {
  if (gone.length === 0 && come.length === 0) return sorted;
  const values = [...sorted];
  for (const each of gone) {
    const place = placeIn(values, each, order);
    const found = values[place];
    if (found !== undefined && order(found, each) === 0) values.splice(place, 1);
  }
  if (come.length >= many) return values.concat(come).sort(order);
  for (const each of come) values.splice(placeIn(values, each, order), 0, each);
  return values;
}

/** Sorted values of two arrays as one. */
export function merged<T>(a: readonly T[], b: readonly T[], order: (a: T, b: T) => number): readonly T[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const values: T[] = [];
  let place = 0;
  for (const each of a) {
    for (let other = b[place]; other !== undefined && order(other, each) < 0; other = b[place]) {
      values.push(other);
      place++;
    }
    values.push(each);
  }
  return values.concat(b.slice(place));
}

/** Where a value stands among sorted ones, or would. */
function placeIn<T>(sorted: readonly T[], value: T, order: (a: T, b: T) => number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle];
    if (at !== undefined && order(at, value) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
