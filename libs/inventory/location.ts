import { UserError, type Id } from '#kernel';

/** A place that stock is kept at. */
export interface Location {
  readonly id: Id<'location'>;
  readonly code: string;
  readonly name: string;
  readonly legalEntityId: Id<'legalEntity'>;
}

const codePattern = /^[a-z0-9][a-z0-9_-]{0,59}$/;

/** Checks what a new location is called. @throws UserError INVALID naming the field */
export function checkLocation({ code, name }: { readonly code: string; readonly name: string }): void {
  if (!codePattern.test(code))
    throw new UserError('INVALID', 'a code is made of up to 60 lower-case letters, digits, hyphens and underscores', ['code']);
  if (name.trim() === '' || name.length > 200)
    throw new UserError('INVALID', 'a name has 1 to 200 characters', ['name'], { min: 1, max: 200 });
}
