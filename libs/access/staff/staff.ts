import type { Id, Path } from '#kernel';
import { accessErrors } from '../access.errors.js';
import { permissionsOf } from '../grants.js';
import type { Permission } from '../permissions.js';

/** Permissions under a name, for as many of the staff as have the role. */
export interface Role {
  readonly id: Id<'role'>;
  readonly code: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
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
    name: name == null ? role.name : nameOf(name),
    permissions: permissions == null ? role.permissions : permissionsOf(permissions),
  };
}

/** What the roles grant together. */
export function grantedBy(roles: readonly Role[]): Permission[] {
  return [...new Set(roles.flatMap(({ permissions }) => permissions))];
}

/** The code of a role. @throws UserError INVALID */
export function codeOf(code: string): string {
  if (/^[a-z0-9-]{1,40}$/.test(code)) return code;
  throw accessErrors.badCode();
}

/** The name of a role or a person. @throws UserError INVALID */
export function nameOf(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length >= 1 && trimmed.length <= 200) return trimmed;
  throw accessErrors.noName();
}

/** The roles that the ids name. @throws UserError NOT_FOUND naming the first that is none */
export function rolesNamed(ids: readonly string[], roles: readonly Role[], path: Path): Role[] {
  const missing = ids.findIndex((id) => !roles.some((role) => role.id === id));
  if (missing >= 0) throw accessErrors.noRole([...path, missing]);
  return roles.filter(({ id }) => ids.includes(id));
}
