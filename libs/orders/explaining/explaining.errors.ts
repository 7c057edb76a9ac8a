import { UserError } from '#kernel';

/** One thing is named, and no more. */
export const nameOne = (allowed: readonly string[]) =>
  new UserError('INVALID', `exactly one of ${allowed.join(', ')} is to be named`, [], { allowed: allowed.join(' ') });

/** A till has computed the amounts of the order by itself: there is nothing to explain or to replay them from. */
export const nothingStored = () =>
  new UserError('NOT_APPLICABLE', 'a till has computed this order: no inputs of its pricing are stored', ['orderId']);
