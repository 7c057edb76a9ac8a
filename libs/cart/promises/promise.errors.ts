import { UserError, type Facts, type Path } from '#kernel';
import { mostPromisedLines } from './limits.js';

/** The text is no token of ours and no promise's id, or the promise is not kept any more. */
export const noSuchPromise = (path: Path = ['promise']) =>
  new UserError('NOT_FOUND', 'there is no such price promise: its token was altered, or it is over for long', path);

/** It cannot be honoured here; the facts name the reason. */
export const promiseVoid = (message: string, facts: Facts) => new UserError('NOT_APPLICABLE', message, ['promise'], facts);

/** There is nothing in the cart, or more than is promised at once. */
export const badPromisedLines = () =>
  new UserError('NOT_APPLICABLE', `what is promised is a cart of 1 to ${String(mostPromisedLines)} lines`, ['cartId'], {
    min: 1,
    max: mostPromisedLines,
  });

/** The cart can be changed no more. */
export const cartIsOver = (state: string) =>
  new UserError('WRONG_STATE', `the cart is ${state}: its prices can be promised no more`, ['cartId'], { state });

/** Something stands in the way of buying what is in the cart. */
export const notPromised = (message: string, facts: Facts) => new UserError('NOT_APPLICABLE', message, ['cartId'], facts);

/** A promise does not get longer by another one. */
export const promisedAlready = () =>
  new UserError('NOT_APPLICABLE', 'the cart is priced by a price promise: take that out to promise prices of today', ['cartId']);

/** It would be over at once, or hold for longer than whoever asks may promise. */
export const expiryOutOfRange = (hours: number) =>
  new UserError('INVALID', `expiresAt is in the future, and at most ${String(hours)} hours from now`, ['expiresAt'], {
    maxHours: hours,
  });

/** Whoever asks may have prices promised to themselves alone. */
export const notYoursToPromise = (field: 'audience' | 'channelIds') =>
  new UserError('FORBIDDEN', `${field} may be named by those who sell alone`, [field]);

/** The audience names nobody that there is. */
export const noSuchAudience = () => new UserError('NOT_FOUND', 'there is no such customer or organization', ['audience', 'id']);

/** ANYBODY is nobody in particular, and the others are somebody. */
export const badAudience = () =>
  new UserError('INVALID', 'an audience of ANYBODY has no id, and any other has one', ['audience', 'id']);

/** One of the channels is unknown. */
export const noSuchChannel = (index: number) => new UserError('NOT_FOUND', 'there is no such channel', ['channelIds', index]);

/** It was taken back before. */
export const revokedAlready = () => new UserError('WRONG_STATE', 'this price promise was revoked before', ['promiseId']);

/** Why it is taken back has to be said. */
export const badReason = (longest: number) =>
  new UserError('INVALID', `reason has 1 to ${String(longest)} characters`, ['reason'], { min: 1, max: longest });
