import type { CappedLine, RefusedCode } from '#engine';
import { formatShort, quantityScale, UserError, type Path, type Quantity } from '#kernel';
import { largestQuantity, mostCodes, mostDevices, mostLines } from './cart.js';

/** The id names no cart, or is not one. */
export const noSuchCart = (path: Path = ['cartId']) => new UserError('NOT_FOUND', 'there is no such cart', path);

/** A viewer of the unit may look at its carts and no more. */
export const onlyLooking = () => new UserError('FORBIDDEN', 'as a viewer of this organization you may look at its carts only');

/** The channel's tax engine does not answer, and it sells nothing by its own rates. */
export const taxesUnavailable = (reason: string | null) =>
  new UserError('TAXES_UNAVAILABLE', 'the taxes cannot be worked out at the moment: try again in a little while', ['cartId'], {
    reason,
  });

/** The code opens no cart: it is wrong, over, or was used at another till. */
export const noSuchCode = () => new UserError('NOT_FOUND', 'this code opens no cart: ask for a new one', ['code']);

/** Only a customer keeps several carts, and tells them apart by name. */
export const guestsNameNoCarts = () => new UserError('INVALID', 'a guest has one cart, without a name: sign in first', ['name']);

/** The name of a cart is too long, or empty. */
export const badCartName = () =>
  new UserError('INVALID', 'the name of a cart has 1 to 100 characters', ['name'], { min: 1, max: 100 });

/** The line id cannot stand for any line of a cart. */
export const noSuchLine = (lineId: string, path: Path) =>
  new UserError('NOT_FOUND', 'the cart has no such line', path, { lineId: lineId.slice(0, 80) });

/** The variant is not sold here: unknown, not published or without a price. */
export const notPurchasable = (path: Path) =>
  new UserError('NOT_PURCHASABLE', 'this variant cannot be bought here: it is unknown, not published or has no price', path);

/** Caps of contracts keep units from their price, and there is no other one; the facts say how many can be bought. */
export const beyondCaps = ({ parts }: CappedLine, path: Path) => {
  const available = formatShort(parts.at(-1)?.to ?? 0n, quantityScale);
  return new UserError('LIMIT_REACHED', `only ${available} at the prices of your contracts, and there is no other price`, path, {
    limit: 'CONTRACT',
    available,
  });
};

/** More is asked for than the channel can promise now; the facts say both. */
export const outOfStock = (asked: Quantity, available: Quantity, path: Path) =>
  new UserError('OUT_OF_STOCK', `only ${formatShort(available, quantityScale)} available`, path, {
    asked: formatShort(asked, quantityScale),
    available: formatShort(available, quantityScale),
  });

/** The quantity is not a multiple of the step in which the variant is sold. */
export const badQuantity = (step: Quantity, path: Path) =>
  new UserError('INVALID', `quantity must be a multiple of ${formatShort(step, quantityScale)}`, path, {
    step: formatShort(step, quantityScale),
  });

/** The quantity is not above zero, or more than a line takes. */
export const quantityOutOfRange = (path: Path) =>
  new UserError('INVALID', `quantity must be above 0 and at most ${formatShort(largestQuantity, quantityScale)}`, path, {
    max: formatShort(largestQuantity, quantityScale),
  });

/** The cart would hold more lines than it takes. */
export const tooManyLines = (path: Path) =>
  new UserError('LIMIT_REACHED', `a cart holds at most ${mostLines} lines`, path, { max: mostLines });

/** The cart would hold more codes than it takes. */
export const tooManyCodes = (path: Path) =>
  new UserError('LIMIT_REACHED', `a cart holds at most ${mostCodes} codes`, path, { max: mostCodes });

/** More devices would number their operations than the snapshot keeps. */
export const tooManyDevices = () =>
  new UserError('LIMIT_REACHED', `at most ${mostDevices} devices number their operations on a cart`, ['operation', 'device'], {
    max: mostDevices,
  });

/** An earlier operation of the device has not arrived; the facts name the number to go on with. */
export const operationGap = (expected: number) =>
  new UserError('OPERATION_GAP', `the device's next operation must be number ${expected}`, ['operation', 'sequence'], {
    expected,
  });

/** The device claims to have seen a version that the cart has not reached. */
export const futureVersion = (version: number) =>
  new UserError('STALE_VERSION', `the cart is at version ${version}`, ['seenVersion'], { version });

/** The way of shipping is unknown, or not to be had for this cart and destination. */
export const noSuchShipping = () =>
  new UserError('NOT_APPLICABLE', 'this way of shipping is not offered for this cart', ['shippingMethodId']);

/** The promotion gives nothing in addition to this cart. */
export const noSuchGift = () => new UserError('NOT_FOUND', 'this cart is given no such gift', ['promotionId']);

/** The code gives nothing; `reason` is the engine's and stands among the facts. */
export const codeRefused = ({ code, reason, facts }: RefusedCode, message: string, path: Path) =>
  new UserError('NOT_APPLICABLE', message, path, { ...facts, code, reason });
