import type { Id, Path } from '#kernel';
import { refused } from './organizations.errors.js';

/** What a unit says of how it buys; null: as the nearest unit above it that says something. */
export interface OwnSettings {
  /** Whether an order needs a purchase order number. */
  readonly purchaseOrderRequired: boolean | null;
  /** Whether it may buy on account. */
  readonly onAccount: boolean | null;
  /** What other systems call it. */
  readonly externalCode: string | null;
}

/** How a unit buys, whoever said so. */
export interface Settings {
  readonly purchaseOrderRequired: boolean;
  readonly onAccount: boolean;
  readonly externalCode: string | null;
}

/** A unit of an organization: a company, a branch, a department. */
export interface Organization {
  readonly id: Id<'organization'>;
  readonly code: string;
  readonly name: string;
  /** Null: it is a root. */
  readonly parentId: Id<'organization'> | null;
  /** From the root down to the unit itself. */
  readonly path: readonly Id<'organization'>[];
  readonly own: OwnSettings;
  /** What holds: its own, else what is inherited. */
  readonly settings: Settings;
  /** Counts its changes, those of its members included. */
  readonly version: bigint;
}

/** What is wanted of a unit: what is left out stays as it is, or gets its default. */
export interface OrganizationInput extends Partial<OwnSettings> {
  readonly name?: string;
  /** Null: it becomes a root. */
  readonly parentId?: string | null;
  /** Refuses the change unless the unit is at this version. */
  readonly expectedVersion?: bigint;
}

/** A unit as it is to be written: where it stands is given by its parent. */
export interface Unit extends Pick<Organization, 'id' | 'code' | 'name' | 'parentId' | 'own' | 'version'> {
  /** The parent's path; null: it is a root. */
  readonly parentPath: readonly string[] | null;
}

/** The most units that stand one below the other. */
export const mostLevels = 10;

const codes = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const silent: OwnSettings = { purchaseOrderRequired: null, onAccount: null, externalCode: null };

/** A new unit below the parent. @throws UserError naming the field */
export function newUnit(id: Id<'organization'>, code: string, input: OrganizationInput, parent: Organization | null): Unit {
  if (!codes.test(code)) throw refused.code();
  return changed({ id, code, name: code, own: silent, version: 0n }, input, parent);
}

/** The unit after a change, below the parent, which may be another than before. @throws UserError naming the field */
export function changedUnit(before: Organization, input: OrganizationInput, parent: Organization | null): Unit {
  if (input.expectedVersion !== undefined && input.expectedVersion !== before.version) throw refused.stale(before.version);
  if (parent?.path.includes(before.id)) throw refused.belowItself();
  return changed(before, input, parent);
}

function changed(
  before: Pick<Organization, 'id' | 'code' | 'name' | 'own' | 'version'>,
  input: OrganizationInput,
  parent: Organization | null,
): Unit {
  if (parent && parent.path.length >= mostLevels) throw refused.tooDeep();
  const { purchaseOrderRequired, onAccount, externalCode } = before.own;
  return {
    id: before.id,
    code: before.code,
    name: input.name === undefined ? before.name : textAt(input.name, ['name']),
    parentId: parent?.id ?? null,
    parentPath: parent?.path ?? null,
    own: {
      purchaseOrderRequired: input.purchaseOrderRequired === undefined ? purchaseOrderRequired : input.purchaseOrderRequired,
      onAccount: input.onAccount === undefined ? onAccount : input.onAccount,
      externalCode: externalCodeOf(input.externalCode, externalCode),
    },
    version: before.version + 1n,
  };
}

function externalCodeOf(wanted: string | null | undefined, before: string | null): string | null {
  if (wanted === undefined) return before;
  return wanted === null ? null : textAt(wanted, ['externalCode']);
}

function textAt(text: string, path: Path): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 255 || trimmed.includes('\u0000')) throw refused.text(path);
  return trimmed;
}

/** The names of the fields in which a unit differs from what it was; empty: in none. */
export function changesOf(before: Organization, after: Unit): string[] {
  const { own } = before;
  const differs = {
    name: before.name !== after.name,
    parentId: before.parentId !== after.parentId,
    purchaseOrderRequired: own.purchaseOrderRequired !== after.own.purchaseOrderRequired,
    onAccount: own.onAccount !== after.own.onAccount,
    externalCode: own.externalCode !== after.own.externalCode,
  };
  return Object.entries(differs).flatMap(([name, is]) => (is ? [name] : []));
}
