import { UserError } from '#kernel';

/** There is no exception of this id for whoever asks. */
export function noSuchException(): UserError {
  return new UserError('NOT_FOUND', 'there is no such exception', ['id']);
}

/** Somebody has resolved the exception before. */
export function alreadyResolved(): UserError {
  return new UserError('WRONG_STATE', 'it has been resolved already', ['id']);
}

/** It was not said, or at too great a length, what was decided. */
export function noResolution(most: number): UserError {
  return new UserError('INVALID', `say in 1 to ${String(most)} characters what was decided`, ['resolution'], { max: most });
}
