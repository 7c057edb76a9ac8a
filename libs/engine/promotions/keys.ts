import type { Keys } from './promotion.js';

/** What a basket must have one of where all of these must hold: the keys of whichever names the fewest. */
export function keysOfAll(parts: readonly { readonly keys: Keys }[]): Keys {
  let fewest: Keys = null;
  for (const { keys } of parts) if (keys !== null && (fewest === null || keys.length < fewest.length)) fewest = keys;
  return fewest;
}

/** What a basket must have one of where any of these may hold: all that any names, and nothing if one asks for nothing. */
export function keysOfAny(parts: readonly { readonly keys: Keys }[]): Keys {
  const named = new Set<string>();
  for (const { keys } of parts) {
    if (keys === null) return null;
    for (const key of keys) named.add(key);
  }
  return [...named].sort();
}
