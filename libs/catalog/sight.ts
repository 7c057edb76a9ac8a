import { type Context, isAllowed } from '#kernel';
import { refused } from './catalog.errors.js';

/** Whether a read sees what is not published. */
export interface Sight {
  readonly unpublished: boolean;
}

/** What the caller sees: everything only if it asks for it and may. @throws UserError FORBIDDEN */
export function sightOf({ includeUnpublished }: { readonly includeUnpublished?: boolean | null }, { actor }: Context): Sight {
  if (!includeUnpublished) return { unpublished: false };
  if (!isAllowed(actor, 'MANAGE_CATALOG')) throw refused.unpublished();
  return { unpublished: true };
}
