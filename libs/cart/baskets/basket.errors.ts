import { UserError, type Path } from '#kernel';

/** The most lines of a basket that is priced without a cart. */
export const mostBasketLines = 500;

/** Nothing is named, or more than is priced at once. */
export const badLineCount = () =>
  new UserError('INVALID', `lines must name 1 to ${mostBasketLines} lines`, ['lines'], { min: 1, max: mostBasketLines });

/** For whom and for when others buy is asked by those who manage prices. */
export const notYoursToName = (field: string) =>
  new UserError('FORBIDDEN', `${field} may be named by those who manage prices alone`, [field]);

/** The text is no instant. */
export const badInstant = () =>
  new UserError('INVALID', 'at is an instant with its offset, such as 2027-03-28T22:00:00Z', ['at']);

/** Prices that no longer hold are not among those that a basket is priced with. */
export const pastInstant = () =>
  new UserError('INVALID', 'at is now or later: what a price was before is asked by priceAsOf', ['at']);

/** A buyer is one of two things. */
export const oneBuyer = () => new UserError('INVALID', 'a buyer is named by customerId or by organizationId', ['buyer']);

/** There is no such customer or unit. */
export const noSuchBuyer = (path: Path) => new UserError('NOT_FOUND', 'there is no such buyer', path);

/** The channel is not paid in this way. */
export const noSuchPayment = (allowed: readonly string[]) =>
  new UserError('NOT_APPLICABLE', `this channel is paid by ${allowed.join(', ')}`, ['paymentMethod'], {
    allowed: allowed.join(' '),
  });
