import { isDeepStrictEqual } from 'node:util';
import type { Id } from '#kernel';

/** What was done to a promotion or a group. */
export type ChangeKind = 'CREATED' | 'UPDATED' | 'PUBLISHED' | 'ARCHIVED' | 'DELETED' | 'CODES_GENERATED';

/** A recorded change: what stood there before and after, as it is managed. */
export interface RecordedChange {
  readonly id: Id<'promotionChange'>;
  /** A promotion or a group. */
  readonly subjectId: string;
  readonly kind: ChangeKind;
  readonly before: object | null;
  readonly after: object | null;
  readonly actor: string;
  readonly at: Date;
}

/** What of a thing has become another: the fields that differ, as they were and as they are. */
export function difference(
  before: object | null,
  after: object | null,
): { readonly before: object | null; readonly after: object | null; readonly fields: readonly string[] } {
  const [was, is] = [plain(before), plain(after)];
  const keys = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])];
  // the database keeps keys in an order of its own
  const fields = keys.filter((key) => !isDeepStrictEqual(was?.[key], is?.[key]));
  const pick = (from: Fields | null): object | null => from && Object.fromEntries(fields.map((key) => [key, from[key] ?? null]));
  return { before: pick(was), after: pick(is), fields };
}

type Fields = Readonly<Record<string, unknown>>;

/** As JSON keeps it: bigints and dates as texts. */
function plain(value: object | null): Fields | null {
  const text = (_key: string, each: unknown): unknown => (typeof each === 'bigint' ? each.toString() : each);
  return value && (JSON.parse(JSON.stringify(value, text)) as Fields);
}
