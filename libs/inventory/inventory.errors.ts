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
export function locationCodeTaken(code: string): UserError {
  return new UserError('ALREADY_EXISTS', `another location is called ${code}`, ['code']);
}
