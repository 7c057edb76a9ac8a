import { isAllowed, type Actor, type Path } from '#kernel';
import { accessErrors } from './access.errors.js';
import { isPermission, permissions, type Permission } from './permissions.js';

/** The permissions of the catalogue that the actor has. */
export function grantsOf(actor: Actor): Permission[] {
  return permissions.filter((permission) => isAllowed(actor, permission));
}

/** The permissions that the texts name, each once, in the catalogue's order. @throws UserError INVALID naming the first that is none */
export function permissionsOf(names: readonly string[]): Permission[] {
  const unknown = names.findIndex((name) => !isPermission(name));
  if (unknown >= 0) throw accessErrors.unknownPermission(unknown, names[unknown] ?? '');
  return permissions.filter((permission) => names.includes(permission));
}

/** Lets somebody give or take only what they may do themselves. @throws UserError FORBIDDEN naming what they may not */
export function mayGrant(actor: Actor, granted: readonly string[], path: Path): void {
  const missing = granted.find((permission) => !isAllowed(actor, permission));
  if (missing !== undefined) throw accessErrors.notYours(missing, path);
}
