import type { Id } from '#kernel';
import { fnv1a } from '../fingerprint.js';
import { toJson } from '../json.js';
import type { StoredRules } from '../stored-rules.js';
import { byId } from '../validity.js';

/** The rules by which a store sells, or what changed of them: what a till keeps to sell on its own. */
export interface RuleSnapshot {
  /** Names these very rules: a sale says by it what it was priced with. */
  readonly id: string;
  readonly version: bigint;
  /** The store; null: none in particular. */
  readonly locationId: Id<'location'> | null;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  /** When it is no longer to be sold by; epoch milliseconds. */
  readonly expiresAt: number;
  /** The snapshot that `rules` are to be added to; null: they are all there are. */
  readonly since: string | null;
  readonly rules: StoredRules;
  /** What is no longer in force of the snapshot before: kinds with ids, such as `promotions/promo_…`. */
  readonly removed: readonly string[];
}

const kinds = [
  'lists',
  'promotions',
  'groups',
  'taxZones',
  'taxRates',
  'shippingMethods',
  'conversionRates',
] as const satisfies readonly (keyof StoredRules)[];

interface Named {
  readonly id: string;
}

/** The name of a store's rules: the same rules of the same version have the same one, wherever it is computed. */
export function snapshotId(locationId: string | null, rules: StoredRules): string {
  const sorted = Object.fromEntries(kinds.map((kind) => [kind, [...fingerprints(rules, kind)].sort()]));
  const { version, channelId, conventions, homeCountry, timeZone, storeZones } = rules;
  const settings = { conventions, homeCountry, timeZone, storeZones };
  return `${version}-${fnv1a(toJson({ channelId, locationId, settings, sorted }))}`;
}

/** A short text for each rule, by kind and id: another one where the rule is another. */
export function fingerprintsOf(rules: StoredRules): ReadonlyMap<string, string> {
  return new Map(kinds.flatMap((kind) => [...fingerprints(rules, kind)]));
}

/** What differs from the rules of these fingerprints; null: so much that all of them are as short. */
export function changedSince(
  rules: StoredRules,
  before: ReadonlyMap<string, string>,
): Pick<RuleSnapshot, 'rules' | 'removed'> | null {
  const now = fingerprintsOf(rules);
  const removed = [...before.keys()].filter((key) => !now.has(key));
  const changed = [...now].filter(([key, fingerprint]) => before.get(key) !== fingerprint);
  if ((changed.length + removed.length) * 2 > now.size) return null;
  const keys = new Set(changed.map(([key]) => key));
  return { rules: eachKind(rules, (kind, all) => all.filter(({ id }) => keys.has(`${kind}/${id}`))), removed };
}

/**
 * The rules of a snapshot: its own, or those that were known with what it changes of them.
 * @throws RangeError where it is not the one that follows, so that all rules must be asked for
 */
export function rulesOf(snapshot: RuleSnapshot, known: StoredRules | null): StoredRules {
  const { id, since, rules, removed, locationId } = snapshot;
  const gone = new Set(removed);
  const all = (kind: (typeof kinds)[number], own: readonly Named[]): Named[] => {
    const merged = new Map(namedIn(known, kind).map((each) => [each.id, each]));
    for (const each of own) merged.set(each.id, each);
    return [...merged.values()].filter((each) => !gone.has(`${kind}/${each.id}`)).sort(byId);
  };
  const whole = since === null ? rules : eachKind(rules, all);
  if (snapshotId(locationId, whole) !== id) throw new RangeError('this snapshot does not follow the rules that are known');
  return whole;
}

function namedIn(rules: StoredRules | null, kind: (typeof kinds)[number]): readonly Named[] {
  return rules?.[kind] ?? [];
}

function eachKind(
  rules: StoredRules,
  make: (kind: (typeof kinds)[number], all: readonly Named[]) => readonly Named[],
): StoredRules {
  // each kind keeps its own type: what is made of it are rules of that kind
  return {
    ...rules,
    ...(Object.fromEntries(kinds.map((kind) => [kind, make(kind, namedIn(rules, kind))])) as Partial<StoredRules>),
  };
}

function* fingerprints(rules: StoredRules, kind: (typeof kinds)[number]): Generator<readonly [string, string]> {
  for (const rule of namedIn(rules, kind)) yield [`${kind}/${rule.id}`, fnv1a(toJson(rule))];
}
