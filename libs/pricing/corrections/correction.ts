import type { Id, Path } from '#kernel';
import { checkedTiers } from '../decide-prices.js';
import type { Tier } from '../price.js';
import { refused } from '../pricing.errors.js';

/** What the prices of a variant in a list have been in truth, for a time that is over: in place of all that was said then. */
export interface Correction {
  readonly id: Id<'priceCorrection'>;
  readonly listId: string;
  readonly variantId: string;
  readonly validFrom: Date;
  /** That instant not included. */
  readonly validTo: Date;
  /** None: it had no price there. */
  readonly tiers: readonly Tier[];
  readonly reason: string;
}

/** A correction with who made it, and since when it is known. */
export interface KnownCorrection extends Correction {
  readonly recordedAt: Date;
  readonly actor: string;
}

/** A correction as it is asked for. */
export interface CorrectionInput extends Omit<Correction, 'id' | 'listId'> {
  /** The code or the id of the list. */
  readonly list: string;
}

const mostReason = 500;

/** The correction that is asked for. @throws UserError naming the field */
export function correctionOf(
  input: CorrectionInput,
  list: { readonly id: string; readonly now: number } | undefined,
  id: Id<'priceCorrection'>,
  path: Path = [],
): Correction {
  const { variantId, validFrom, validTo } = input;
  if (!list) throw refused.noList(input.list, [...path, 'list']);
  if (validTo.getTime() <= validFrom.getTime()) throw refused.window([...path, 'validTo']);
  if (validTo.getTime() > list.now) throw refused.notOver(list.now, [...path, 'validTo']);
  const reason = input.reason.trim();
  if (reason === '' || reason.length > mostReason || reason.includes('\u0000'))
    throw refused.reason(mostReason, [...path, 'reason']);
  return { id, listId: list.id, variantId, validFrom, validTo, tiers: checkedTiers(input.tiers, [...path, 'tiers']), reason };
}
