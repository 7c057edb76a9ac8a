import { shortName, type Id, type Path } from '#kernel';
import { accessErrors } from '../access.errors.js';
import { permissionsOf } from '../grants.js';
import type { Permission } from '../permissions.js';

/** Permissions under a name, for as many of the staff as have the role. */
export interface Role {
  readonly id: Id<'role'>;
  readonly code: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** Counts its changes, and so its events. */
  readonly version: bigint;
}

/** A person who works here. */
export interface StaffMember {
  readonly id: Id<'staff'>;
  /** In small letters: no two have the same. */
  readonly email: string;
  readonly name: string;
  /** Whether it may sign in. */
  readonly active: boolean;
  readonly createdAt: Date;
  /** In the order of their codes. */
  readonly roles: readonly Role[];
  /** Counts its changes, and so its events. */
  readonly version: bigint;
}

/** What an input may say of a role; what it leaves out stays. */
export interface RoleFields {
  readonly name?: string | null | undefined;
  readonly permissions?: readonly string[] | null | undefined;
}

/** A role with what the fields say. @throws UserError INVALID naming the field */
export function changedRole(role: Role, { name, permissions }: RoleFields): Role {
  return {
    ...role,
    name: name == null ? role.name : shortName(name),
    permissions: permissions == null ? role.permissions : permissionsOf(permissions),
  };
}

/** What the roles grant together. */
export function grantedBy(roles: readonly Role[]): Permission[] {
  return [...new Set(roles.flatMap(({ permissions }) => permissions))];
}

/** The names of the fields in which a role is different. */
export function roleChanges(before: Role, after: Role): string[] {
  const same = before.permissions.join() === after.permissions.join();
  return [...(before.name === after.name ? [] : ['name']), ...(same ? [] : ['permissions'])];
}

/** The names of the fields in which a person is different, but for its password. */
export function staffChanges(before: StaffMember, after: StaffMember): string[] {
  const roles = ({ roles: held }: StaffMember) => held.map(({ id }) => id).join();
  return [
    ...(before.name === after.name ? [] : ['name']),
    ...(before.active === after.active ? [] : ['active']),
    ...(roles(before) === roles(after) ? [] : ['roles']),
  ];
}

/** The roles that the ids name. @throws UserError NOT_FOUND naming the first that is none */
export function rolesNamed(ids: readonly string[], roles: readonly Role[], path: Path): Role[] {
  const missing = ids.findIndex((id) => !roles.some((role) => role.id === id));
  if (missing >= 0) throw accessErrors.noRole([...path, missing]);
  return roles.filter(({ id }) => ids.includes(id));
}
