import type { Id } from '#kernel';
import type { MemberRole } from './member.js';
import { changedUnit, changesOf, newUnit, type Organization, type OrganizationInput, type Unit } from './organization.js';
import { refused } from './organizations.errors.js';

/** What a file says of a unit; what is undefined stays as it is. */
export interface ImportedOrganization extends Omit<OrganizationInput, 'parentId' | 'expectedVersion'> {
  readonly code: string;
  /** The code of the unit that it stands below; null: it is a root. */
  readonly parent?: string | null;
  /** Those that it has besides stay. */
  readonly members: readonly { readonly customerId: Id<'customer'>; readonly role: MemberRole }[];
}

/** A unit that was read, with the roles of its members. */
export interface KnownUnit extends Organization {
  readonly roles: ReadonlyMap<string, MemberRole>;
}

/** A unit as it is to be: the names of its changed fields and its new or changed members, each an event of its own. */
export interface ImportedUnit {
  readonly unit: Unit;
  readonly before: KnownUnit | null;
  readonly changed: readonly string[];
  readonly members: ImportedOrganization['members'];
}

/** Decides the units of a batch in their order: a parent may have been made or moved by an earlier row. */
export class UnitImport {
  private readonly units: ImportedUnit[] = [];
  private readonly byCode: Map<string, KnownUnit>;
  private readonly byId: Map<string, KnownUnit>;
  /** Below what the units stand that this batch makes or moves. */
  private readonly places = new Map<string, Id<'organization'> | null>();

  constructor(
    known: readonly KnownUnit[],
    private readonly newId: () => Id<'organization'>,
  ) {
    this.byCode = new Map(known.map((unit) => [unit.code, unit]));
    this.byId = new Map(known.map((unit) => [unit.id, unit]));
  }

  /** Decides one unit and says what becomes of it. @throws UserError naming the field */
  decide({ code, parent, members, ...input }: ImportedOrganization): 'CREATED' | 'UPDATED' | 'UNCHANGED' {
    const before = this.byCode.get(code) ?? null;
    const above = this.parentOf(parent, before);
    const unit = before ? changedUnit(before, input, above) : newUnit(this.newId(), code, input, above);
    const changed = before ? changesOf(before, unit) : ['created'];
    const others = members.filter(({ customerId, role }) => before?.roles.get(customerId) !== role);
    if (changed.length === 0 && others.length === 0) return 'UNCHANGED';
    if (before?.parentId !== unit.parentId) this.places.set(unit.id, unit.parentId);
    const version = (before?.version ?? 0n) + BigInt((changed.length > 0 ? 1 : 0) + others.length);
    const known = { ...notLookedAt, ...unit, path: [unit.id], roles: new Map<string, MemberRole>() };
    if (!before) {
      this.byCode.set(code, known);
      this.byId.set(unit.id, known);
    }
    this.units.push({ unit: { ...unit, version }, before, changed, members: others });
    return before ? 'UPDATED' : 'CREATED';
  }

  /** All that was decided: each unit below its parent as that stands at the end. */
  decided(): ImportedUnit[] {
    return this.units.map(({ unit, ...more }) => ({
      ...more,
      unit: { ...unit, parentPath: unit.parentId === null ? null : this.pathOf(unit.parentId) },
    }));
  }

  private parentOf(code: string | null | undefined, before: KnownUnit | null): Organization | null {
    if (code === null) return null;
    const found = code === undefined ? this.byId.get(before?.parentId ?? '') : this.byCode.get(code);
    if (code !== undefined && !found) throw refused.unknown(code, ['parent']);
    return found ? { ...found, path: this.pathOf(found.id) } : null;
  }

  /** The unit's path by now: the deepest of its ancestors that moved takes it along. */
  private pathOf(id: Id<'organization'>): Id<'organization'>[] {
    const place = this.places.get(id);
    if (place !== undefined) return place === null ? [id] : [...this.pathOf(place), id];
    const path = this.byId.get(id)?.path ?? [id];
    const moved = path.findLastIndex((above) => this.places.has(above));
    const from = path[moved];
    return from === undefined ? [...path] : [...this.pathOf(from), ...path.slice(moved + 1)];
  }
}

/** What nobody looks at of a unit that was just decided. */
const notLookedAt = { settings: { purchaseOrderRequired: false, onAccount: false, externalCode: null } };
