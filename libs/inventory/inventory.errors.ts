import { isId, UserError, type Id, type Path } from '#kernel';

/** Takes a text for a variant's id. @throws UserError INVALID */
export function variantIdOf(text: string, path: Path): Id<'variant'> {
  if (isId('variant', text)) return text;
  throw new UserError('INVALID', `"${text.slice(0, 40)}" is not the id of a variant`, path);
}

/** Takes a text for a location's id. @throws UserError INVALID */
export function locationIdOf(text: string, path: Path): Id<'location'> {
  if (isId('location', text)) return text;
  throw new UserError('INVALID', `"${text.slice(0, 40)}" is not the id of a location`, path);
}

/** There is no location of this id. */
export function noSuchLocation(path: Path): UserError {
  return new UserError('NOT_FOUND', 'there is no such location', path);
}

/** There is no legal entity of this id. */
export function noSuchLegalEntity(): UserError {
  return new UserError('NOT_FOUND', 'there is no such legal entity', ['legalEntityId']);
}

/** Another location has this code. */
export function codeTaken(code: string): UserError {
  return new UserError('ALREADY_EXISTS', `another location is called ${code}`, ['code']);
}

/** Another location is called so elsewhere. */
export function externalCodeTaken(code: string): UserError {
  return new UserError('ALREADY_EXISTS', `another location has the external code ${code}`, ['externalCode']);
}

/** Somebody else has changed the location. */
export function changedElsewhere(version: string): UserError {
  return new UserError('STALE_VERSION', 'the location has been changed in the meantime', ['expectedVersion'], { version });
}

/** Channels sell from the location: it stays open. */
export function stillSelling(channels: readonly string[]): UserError {
  const names = channels.join(', ');
  return new UserError('WRONG_STATE', `channels still sell from it: ${names}`, ['active'], { channels: names });
}

/** The level has never had the version that a count is said to have seen. */
export function neverSeen(path: Path): UserError {
  return new UserError('INVALID', 'the level has never had this version', path);
}

/** More of it would be unavailable than nothing: what is set aside cannot be below zero. */
export function belowNothing(path: Path): UserError {
  return new UserError('INVALID', 'less than nothing cannot be unavailable', path, { min: 0 });
}

/** A transfer takes only what nobody was promised. */
export function tooLittle(path: Path, asked: string, available: string): UserError {
  return new UserError('OUT_OF_STOCK', `only ${available} of it can leave: the rest is promised`, path, { asked, available });
}
