import { parseDecimal, quantityScale, UserError, type Id, type Path, type Quantity } from '#kernel';
import { locationIdOf, variantIdOf } from './inventory.errors.js';

/** Why stock changed; SHIPPED is written by fulfilment alone. */
export type StockReason =
  | 'COUNT'
  | 'RECEIVED'
  | 'RETURNED'
  | 'DAMAGED'
  | 'INSPECTED'
  | 'LOST'
  | 'FOUND'
  | 'TRANSFER'
  | 'CORRECTION'
  | 'OFFLINE_SALE'
  | 'IMPORT';

/** How far a variant with back orders may be sold beyond its stock: as good as without end. */
export const backorderOverdraft: Quantity = 1_000_000_000_000n;

/** What lies at a location of a variant, what of it is promised, and what can still be. */
export interface StockLevel {
  readonly variantId: Id<'variant'>;
  readonly locationId: Id<'location'>;
  readonly onHand: Quantity;
  /** Damaged or in inspection. */
  readonly unavailable: Quantity;
  /** Claimed for a while, by checkouts that are under way. */
  readonly pending: Quantity;
  /** Claimed for good, by placed orders. */
  readonly posted: Quantity;
  /** onHand − unavailable − pending − posted, more with back orders; never below zero. A channel's safety stock is not yet off. */
  readonly available: Quantity;
  /** What facts took from under promises: above zero, somebody must decide who waits. */
  readonly excess: Quantity;
  /** Whether it is sold beyond its stock. */
  readonly backorder: boolean;
  /** Counts its movements: a count says which one it saw. */
  readonly version: string;
}

/** A fact: what was counted. Null leaves a value as it is. */
export interface StockCount {
  readonly variantId: Id<'variant'>;
  readonly locationId: Id<'location'>;
  readonly onHand: Quantity | null;
  /** The version of the level that was counted: what moved since comes on top. Left out: the count is of now. */
  readonly seenVersion?: bigint | null;
  readonly unavailable: Quantity | null;
  readonly backorder: boolean | null;
}

/** A fact: what came or went, and what of it can no longer, or again, be sold. */
export interface StockDifference {
  readonly variantId: Id<'variant'>;
  readonly locationId: Id<'location'>;
  readonly difference: Quantity;
  readonly unavailable: Quantity;
}

/** A count as clients send it: quantities as decimal texts. */
export interface StockCountInput {
  readonly variantId: string;
  readonly locationId: string;
  readonly onHand?: string | null | undefined;
  readonly seenVersion?: string | null | undefined;
  readonly unavailable?: string | null | undefined;
  readonly backorder?: boolean | null | undefined;
}

/** Reads counts. @throws UserError INVALID when one is malformed, below zero, or its place is named twice */
export function stockCounts(inputs: readonly StockCountInput[], path: Path): StockCount[] {
  const seen = new Set<string>();
  return inputs.map((input, index) => {
    const at = [...path, index];
    const place = `${input.variantId}:${input.locationId}`;
    if (seen.has(place)) throw new UserError('INVALID', 'this variant and location are named twice', at);
    seen.add(place);
    return {
      variantId: variantIdOf(input.variantId, [...at, 'variantId']),
      locationId: locationIdOf(input.locationId, [...at, 'locationId']),
      onHand: counted(input.onHand, [...at, 'onHand']),
      seenVersion: input.seenVersion == null ? null : parseDecimal(input.seenVersion, 0, [...at, 'seenVersion']),
      unavailable: counted(input.unavailable, [...at, 'unavailable']),
      backorder: input.backorder ?? null,
    };
  });
}

function counted(text: string | null | undefined, path: Path): Quantity | null {
  if (text == null) return null;
  const quantity = parseDecimal(text, quantityScale, path);
  if (quantity < 0n) throw new UserError('INVALID', 'what was counted cannot be below zero', path, { min: 0 });
  return quantity;
}

/** A movement of some of a variant from one place to another, as clients send it. */
export interface TransferLineInput {
  readonly variantId: string;
  readonly quantity: string;
}

/** Both sides of a transfer. @throws UserError INVALID when a line is malformed, its variant is named twice or nothing moves */
export function transferDifferences(
  fromId: Id<'location'>,
  toId: Id<'location'>,
  lines: readonly TransferLineInput[],
): StockDifference[] {
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    const at = ['lines', index] as const;
    const variantId = variantIdOf(line.variantId, [...at, 'variantId']);
    if (seen.has(variantId)) throw new UserError('INVALID', 'this variant is named twice', [...at, 'variantId']);
    seen.add(variantId);
    const quantity = parseDecimal(line.quantity, quantityScale, [...at, 'quantity']);
    if (quantity <= 0n) throw new UserError('INVALID', 'a quantity above zero', [...at, 'quantity'], { min: 0 });
    return [
      { variantId, locationId: fromId, difference: -quantity, unavailable: 0n },
      { variantId, locationId: toId, difference: quantity, unavailable: 0n },
    ];
  });
}
