/** Something that is read piece by piece, and that its reader can leave at any time. */
export interface Stream<T> extends AsyncIterableIterator<T, void> {
  return(): Promise<IteratorResult<T, void>>;
  throw(error: unknown): Promise<IteratorResult<T, void>>;
  [Symbol.asyncIterator](): Stream<T>;
}

/**
 * Makes a stream of a generator that ends at once when its reader leaves. A generator alone would only hear of it with the next
 * piece, which may never come: this one gets a signal, on which it has to stop waiting.
 */
export function endable<T>(make: (left: AbortSignal) => AsyncGenerator<T, void>): Stream<T> {
  const leaving = new AbortController();
  const pieces = make(leaving.signal);
  const stream: Stream<T> = {
    next: () => pieces.next(),
    return: () => {
      leaving.abort();
      return pieces.return();
    },
    throw: (error) => {
      leaving.abort();
      return pieces.throw(error);
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
