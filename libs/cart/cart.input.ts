import { isId, parseDecimal, quantityScale, UserError, type Id, type Path, type Quantity } from '#kernel';
import type {
  AddCartLinesInput,
  AddressInput,
  CartLineInput,
  CreateCartInput,
  OperationInput,
  RemoveCartLinesInput,
  SetCartContactInput,
  SetCartLinesInput,
} from '#platform/graphql';
import { canonicalCode, longestCode } from '#engine';
import { largestQuantity, lineIdOf, mostCodes, mostLines, variantIdOf, type Address, type CartContact } from './cart.js';
import { notPurchasable, noSuchLine, noSuchShipping, quantityOutOfRange, tooManyCodes } from './cart.errors.js';
import type { CartChange, Stamp } from './operation.js';

/** Who made the operation, checked. @throws UserError INVALID */
export function stampOf(operation: OperationInput | null | undefined): Stamp | null {
  if (!operation) return null;
  const { device, sequence } = operation;
  if (device.length < 8 || device.length > 64)
    throw new UserError('INVALID', 'device must have 8 to 64 characters', ['operation', 'device']);
  if (sequence < 1) throw new UserError('INVALID', 'sequence must be 1 or more', ['operation', 'sequence'], { min: 1 });
  return { device, sequence };
}

/** The change that adds lines. @throws UserError INVALID, NOT_PURCHASABLE */
export function addOf({ lines }: Pick<AddCartLinesInput, 'lines'>): CartChange {
  checkCount(lines, 'lines');
  return {
    type: 'add',
    lines: lines.map((line, index) => ({ variantId: variantOf(line, index), quantity: quantityOf(line.quantity, index, 1n) })),
  };
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
export function contactOf(input: Pick<SetCartContactInput, 'email' | 'shippingAddress' | 'billingAddress'>): CartChange {
  const contact: { -readonly [K in keyof CartContact]?: CartContact[K] } = {};
  const { email, shippingAddress, billingAddress } = input;
  if (email !== undefined) contact.email = email === null ? null : emailOf(email);
  if (shippingAddress !== undefined) contact.shippingAddress = shippingAddress && addressOf(shippingAddress, 'shippingAddress');
  if (billingAddress !== undefined) contact.billingAddress = billingAddress && addressOf(billingAddress, 'billingAddress');
  return { type: 'setContact', contact };
}

/** The change that chooses a way of shipping. @throws UserError NOT_APPLICABLE when the id cannot be one */
export function shippingOf(methodId: string | null): CartChange {
  if (methodId !== null && !isId('shippingMethod', methodId)) throw noSuchShipping();
  return { type: 'setShipping', methodId };
}

/** Everything that a new cart begins with, in the order in which it counts. @throws UserError naming the field */
export function beginningOf(input: CreateCartInput): CartChange[] {
  const changes: CartChange[] = [];
  if (input.lines?.length) changes.push(addOf({ lines: input.lines }));
  if (input.email != null || input.shippingAddress != null || input.billingAddress != null) changes.push(contactOf(input));
  if (input.codes && input.codes.length > mostCodes) throw tooManyCodes(['codes']);
  input.codes?.forEach((code, index) => changes.push(applyCodeOf(code, ['codes', index])));
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

function variantOf({ variantId }: CartLineInput, index: number): Id<'variant'> {
  if (isId('variant', variantId)) return variantId;
  throw notPurchasable(['lines', index, 'variantId']);
}

function quantityOf(text: string, index: number, least: bigint): Quantity {
  const path = ['lines', index, 'quantity'];
  const quantity = parseDecimal(text, quantityScale, path);
  if (quantity < least || quantity > largestQuantity) throw quantityOutOfRange(path);
  return quantity;
}

function codeOf(code: string, path: Path): string {
  const canonical = canonicalCode(code);
  if (canonical.length === 0 || canonical.length > longestCode)
    throw new UserError('INVALID', `a code has 1 to ${longestCode} characters`, path, { min: 1, max: longestCode });
  return canonical;
}

function emailOf(email: string): string {
  const trimmed = email.trim();
  if (trimmed.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed)) return trimmed;
  throw new UserError('INVALID', 'this is not an e-mail address', ['email']);
}

function addressOf(input: AddressInput, field: string): Address {
  const required = (name: 'name' | 'line1' | 'city') => {
    const text = input[name].trim();
    if (text.length >= 1 && text.length <= 200) return text;
    throw new UserError('INVALID', `${name} must have 1 to 200 characters`, [field, name], { min: 1, max: 200 });
  };
  const optional = (name: 'company' | 'line2' | 'postalCode' | 'region' | 'phone') => {
    const text = input[name]?.trim();
    if (!text) return null;
    if (text.length <= 200) return text;
    throw new UserError('INVALID', `${name} may have at most 200 characters`, [field, name], { max: 200 });
  };
  return {
    name: required('name'),
    company: optional('company'),
    line1: required('line1'),
    line2: optional('line2'),
    city: required('city'),
    postalCode: optional('postalCode'),
    region: optional('region'),
    country: input.country,
    phone: optional('phone'),
  };
}
