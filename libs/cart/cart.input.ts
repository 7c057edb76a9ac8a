import {
  checkedAddress,
  checkedEmail,
  currencyOf,
  isId,
  parseDecimal,
  quantityScale,
  UserError,
  type Context,
  type CurrencyCode,
  type Id,
  type Path,
  type Quantity,
} from '#kernel';
import type {
  AddCartLinesInput,
  CartLineInput,
  CreateCartInput,
  OperationInput,
  RemoveCartLinesInput,
  SetCartContactInput,
  SetCartLinesInput,
} from '#platform/graphql';
import { isGtin } from '#catalog/rules';
import { longestCode } from '#engine';
import { largestQuantity, lineIdOf, mostCodes, mostLines, variantIdOf, type CartContact } from './cart.js';
import { badCartName, notPurchasable, noSuchLine, noSuchShipping, quantityOutOfRange, tooManyCodes } from './cart.errors.js';
import type { CartWish, GivenWish, NamedLine } from './named.js';
import type { AddedLine, CartChange, Stamp } from './operation.js';

/** Who made the operation, checked. @throws UserError INVALID */
export function stampOf(operation: OperationInput | null | undefined): Stamp | null {
  if (!operation) return null;
  const { device, sequence } = operation;
  if (device.length < 8 || device.length > 64)
    throw new UserError('INVALID', 'device must have 8 to 64 characters', ['operation', 'device']);
  if (sequence < 1) throw new UserError('INVALID', 'sequence must be 1 or more', ['operation', 'sequence'], { min: 1 });
  return { device, sequence };
}

/** The wish to add lines, each named by its variant, its SKU or its GTIN. @throws UserError INVALID, NOT_PURCHASABLE */
export function addOf({ lines }: Pick<AddCartLinesInput, 'lines'>): Extract<CartWish, { readonly type: 'add' | 'addNamed' }> {
  checkCount(lines, 'lines');
  const wished = lines.map((line, index) => wishedLine(line, index));
  const added = wished.filter((line) => 'variantId' in line);
  return added.length === wished.length ? { type: 'add', lines: added } : { type: 'addNamed', lines: wished };
}

/** The change that sets the quantities of lines; zero takes a line away. @throws UserError INVALID */
export function setOf({ lines, seenVersion }: SetCartLinesInput): CartChange {
  checkCount(lines, 'lines');
  return {
    type: 'set',
    seenVersion: versionOf(seenVersion),
    lines: lines.map(({ lineId, quantity }, index) => ({
      lineId: lineOf(lineId, ['lines', index, 'lineId']),
      quantity: quantityOf(quantity, index, 0n),
    })),
  };
}

/** The change that takes lines away. @throws UserError INVALID, NOT_FOUND */
export function removeOf({ lineIds, seenVersion }: RemoveCartLinesInput): CartChange {
  checkCount(lineIds, 'lineIds');
  return {
    type: 'remove',
    seenVersion: versionOf(seenVersion),
    lineIds: lineIds.map((lineId, index) => lineOf(lineId, ['lineIds', index])),
  };
}

/** The change that enters a code, in canonical form. @throws UserError INVALID */
export function applyCodeOf(code: string, path: Path = ['code']): CartChange {
  return { type: 'applyCode', code: codeOf(code, path) };
}

/** The change that takes a code out again. @throws UserError INVALID */
export function removeCodeOf(code: string): CartChange {
  return { type: 'removeCode', code: codeOf(code, ['code']) };
}

/** The change of the contact: what the input leaves out stays, what it says is null goes. @throws UserError INVALID */
export function contactOf(
  input: Pick<SetCartContactInput, 'email' | 'purchaseOrderNumber' | 'shippingAddress' | 'billingAddress'>,
): CartChange {
  const contact: { -readonly [K in keyof CartContact]?: CartContact[K] } = {};
  const { email, purchaseOrderNumber, shippingAddress, billingAddress } = input;
  if (purchaseOrderNumber !== undefined) contact.purchaseOrderNumber = purchaseOrderNumber && referenceOf(purchaseOrderNumber);
  if (email !== undefined) contact.email = email === null ? null : checkedEmail(email);
  if (shippingAddress !== undefined)
    contact.shippingAddress = shippingAddress && checkedAddress(shippingAddress, ['shippingAddress']);
  if (billingAddress !== undefined) contact.billingAddress = billingAddress && checkedAddress(billingAddress, ['billingAddress']);
  return { type: 'setContact', contact };
}

/** The change that chooses a way of shipping. @throws UserError NOT_APPLICABLE when the id cannot be one */
export function shippingOf(methodId: string | null): CartChange {
  return { type: 'setShipping', methodId: shippingMethodOf(methodId) };
}

/** The way of shipping that is named; null: none. @throws UserError NOT_APPLICABLE when the id cannot be one */
export function shippingMethodOf(methodId: string | null): Id<'shippingMethod'> | null {
  if (methodId === null || isId('shippingMethod', methodId)) return methodId;
  throw noSuchShipping();
}

/** The longest token that a promise may have. */
const longestToken = 100_000;

/** The wish that presents a price promise, by its token or its id. @throws UserError INVALID */
export function presentedOf(promise: string): GivenWish {
  if (promise.length <= longestToken) return { type: 'presentPromise', promise };
  throw new UserError('INVALID', 'this is no token of a price promise', ['promise'], { max: longestToken });
}

/** The wish of `setCartPromise`; null takes the promise out. @throws UserError INVALID */
export function promiseOf(promise: string | null): GivenWish {
  return promise === null ? { type: 'setPromise', promise: null } : presentedOf(promise);
}

/** Everything that a new cart begins with, in the order in which it counts. @throws UserError naming the field */
export function beginningOf(input: CreateCartInput): GivenWish[] {
  const changes: GivenWish[] = [];
  if (input.lines?.length) changes.push(addOf({ lines: input.lines }));
  const { email, purchaseOrderNumber, shippingAddress, billingAddress } = input;
  const contact = [email, purchaseOrderNumber, shippingAddress, billingAddress];
  if (contact.some((given) => given != null)) changes.push(contactOf(input));
  if (input.codes && input.codes.length > mostCodes) throw tooManyCodes(['codes']);
  input.codes?.forEach((code, index) => changes.push(applyCodeOf(code, ['codes', index])));
  if (input.promise != null) changes.push(presentedOf(input.promise));
  return changes;
}

/** The key that finds a guest's cart again, so it must be as hard to guess as the cart's id. @throws UserError INVALID */
export function cartKeyOf(key: string | null | undefined): string | null {
  if (key == null) return null;
  if (key.length >= 16 && key.length <= 200) return key;
  throw new UserError('INVALID', 'the key of a new cart has 16 to 200 characters that nobody can guess', ['idempotencyKey'], {
    min: 16,
    max: 200,
  });
}

function checkCount(list: readonly unknown[], field: string): void {
  if (list.length >= 1 && list.length <= mostLines) return;
  throw new UserError('INVALID', `${field} must name 1 to ${mostLines} lines`, [field], { min: 1, max: mostLines });
}

function versionOf(seenVersion: number): number {
  if (seenVersion >= 0) return seenVersion;
  throw new UserError('INVALID', 'seenVersion must be 0 or more', ['seenVersion'], { min: 0 });
}

function lineOf(lineId: string, path: Path): string {
  const variantId = variantIdOf(lineId);
  if (isId('variant', variantId) && lineIdOf(variantId) === lineId) return lineId;
  throw noSuchLine(lineId, path);
}

function wishedLine({ variantId, sku, gtin, quantity }: CartLineInput, index: number): AddedLine | NamedLine {
  if ([variantId, sku, gtin].filter((name) => name != null).length !== 1)
    throw new UserError('INVALID', 'a line names its variant by variantId, by sku or by gtin', ['lines', index]);
  const asked = quantityOf(quantity, index, 1n);
  if (sku != null) return { by: 'sku', name: textOf(sku, index, 'sku'), quantity: asked };
  if (gtin != null) return { by: 'gtin', name: gtinOf(gtin, index), quantity: asked };
  if (variantId != null && isId('variant', variantId)) return { variantId, quantity: asked };
  throw notPurchasable(['lines', index, 'variantId']);
}

function textOf(text: string, index: number, field: string): string {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= 200) return trimmed;
  throw notPurchasable(['lines', index, field]);
}

function gtinOf(text: string, index: number): string {
  const digits = text.trim();
  if (isGtin(digits)) return digits;
  throw new UserError('INVALID', 'a GTIN has 8, 12, 13 or 14 digits, the last of them a check digit', ['lines', index, 'gtin']);
}

function referenceOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= 100) return trimmed;
  throw new UserError('INVALID', 'purchaseOrderNumber has 1 to 100 characters', ['purchaseOrderNumber'], { min: 1, max: 100 });
}

/** What a cart is to be called; null: nothing. @throws UserError INVALID */
export function cartNameOf(name: string | null | undefined): string | null {
  if (name == null) return null;
  const trimmed = name.trim();
  if (trimmed.length >= 1 && trimmed.length <= 100) return trimmed;
  throw badCartName();
}

function quantityOf(text: string, index: number, least: bigint): Quantity {
  const path = ['lines', index, 'quantity'];
  const quantity = parseDecimal(text, quantityScale, path);
  if (quantity < least || quantity > largestQuantity) throw quantityOutOfRange(path);
  return quantity;
}

/** A code as it was typed, without what is around it: the channel says whether its case makes a difference. @throws UserError INVALID */
export function codeOf(code: string, path: Path): string {
  const trimmed = code.trim();
  if (trimmed.length === 0 || trimmed.length > longestCode)
    throw new UserError('INVALID', `a code has 1 to ${longestCode} characters`, path, { min: 1, max: longestCode });
  return trimmed;
}

/** The wanted one of the channel's currencies; null: the request's. @throws UserError INVALID */
export function currencyIn({ channel, currency }: Context, wanted: string | null): CurrencyCode {
  if (wanted === null) return currency;
  const code = currencyOf(wanted, ['currency']);
  if (channel.currencies.includes(code)) return code;
  throw new UserError('INVALID', `this channel sells in ${channel.currencies.join(', ')}`, ['currency'], {
    allowed: channel.currencies.join(' '),
  });
}
