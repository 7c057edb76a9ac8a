/** Somebody in the story: through which replica they ask, and what all their requests carry. */
export interface Somebody {
  /** What the story calls them. */
  readonly name: string;
  /** The address of the API that they reach, without a path. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A GraphQL document with one root field, and what that field answers. */
export interface Document<T> {
  readonly text: string;
  /** Never there: it says the type alone. */
  readonly answer?: T;
}

/** What may be asked with. */
export type Variables = Readonly<Record<string, unknown>>;

/** A step of the story has not come out as it must; the message is a sentence. */
export class StoryBroken extends Error {}

/** Goes on only when it is so. @throws StoryBroken with the sentence */
export function must(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new StoryBroken(otherwise);
}
