/** Whether something is so; null: it is not known. */
export type Known = boolean | null;

/** Whether it is so of all: not so of one is enough to deny it, and else not known of one leaves it open. */
export function every<T>(all: readonly T[], holds: (each: T) => Known): Known {
  return not(some(all, (each) => not(holds(each))));
}

/** Whether it is so of one at least: so of one is enough to say it, and else not known of one leaves it open. */
export function some<T>(all: readonly T[], holds: (each: T) => Known): Known {
  let found: Known = false;
  for (const each of all) {
    const so = holds(each);
    if (so === true) return true;
    if (so === null) found = null;
  }
  return found;
}

/** The opposite of what is known. */
export function not(known: Known): Known {
  return known === null ? null : !known;
}
