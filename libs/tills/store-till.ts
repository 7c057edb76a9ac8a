import type { Context, Id } from '#kernel';
import { noTill } from './tills.errors.js';

/** A till, as its key says. */
export interface StoreTill {
  readonly deviceId: Id<'accessKey'>;
  readonly locationId: Id<'location'>;
}

/** The till that asks. @throws UserError FORBIDDEN when somebody else does */
export function storeTillOf({ actor }: Context): StoreTill {
  if (actor.kind !== 'device') throw noTill();
  return { deviceId: actor.id, locationId: actor.locationId };
}
