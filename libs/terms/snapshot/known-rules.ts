import { fingerprintsOf, snapshotId, type StoredRules } from '#engine';

/** How many snapshots are remembered, to tell what has changed since: of each rule a few characters. */
const most = 64;

/** The snapshots that were given out, by what their rules looked like. One that is no longer remembered is answered with all rules. */
export class KnownRules {
  private readonly fingerprints = new Map<string, ReadonlyMap<string, string>>();

  /** Remembers rules and gives them their name. */
  note(locationId: string | null, rules: StoredRules): string {
    const id = snapshotId(locationId, rules);
    const known = this.fingerprints.get(id) ?? fingerprintsOf(rules);
    // the one that was asked for last is forgotten last
    this.fingerprints.delete(id);
    this.fingerprints.set(id, known);
    const [oldest] = this.fingerprints.keys();
    if (this.fingerprints.size > most && oldest !== undefined) this.fingerprints.delete(oldest);
    return id;
  }

  /** What the rules of a snapshot looked like; undefined: it is not remembered. */
  of(id: string): ReadonlyMap<string, string> | undefined {
    return this.fingerprints.get(id);
  }
}
