import type { Id } from '#kernel';
import { notValid, type Validity } from '../validity.js';

/**
 * Why a buyer owes less tax (semantics §4). EXEMPT: a certificate frees the goods of its classes in its zones.
 * REVERSE_CHARGE: the buyer accounts for the tax itself; it holds by the consultation number of its checked VAT id alone.
 */
export interface TaxRelief extends Validity {
  readonly kind: 'EXEMPT' | 'REVERSE_CHARGE';
  /** What shows it: the certificate's number, or the consultation number that the VAT id's check answered with. */
  readonly proof: string;
  /** The classes that are freed; empty: all. */
  readonly classIds: readonly Id<'taxClass'>[];
  /** The zones in which it counts; empty: all. */
  readonly zoneIds: readonly Id<'taxZone'>[];
}

/** What becomes of a relief for goods of a class: FREED of tax, or why the tax is charged all the same. */
export type ReliefVerdict = 'FREED' | 'NO_PROOF' | 'NOT_STARTED' | 'ENDED' | 'OTHER_CLASS' | 'OTHER_ZONE';

/** What becomes of several reliefs for goods of a class: FREED if one of them frees these; else why the first does not. Null: there is none. */
export function reliefsVerdict(
  reliefs: readonly TaxRelief[] | undefined,
  classId: Id<'taxClass'>,
  zoneId: Id<'taxZone'> | null,
  at: number,
): ReliefVerdict | null {
  const verdicts = (reliefs ?? []).map((relief) => reliefVerdict(relief, classId, zoneId, at));
  return verdicts.find((verdict) => verdict === 'FREED') ?? verdicts[0] ?? null;
}

/** The first relief that frees goods of a class; null: none does. */
export function freeing(
  reliefs: readonly TaxRelief[] | undefined,
  classId: Id<'taxClass'>,
  zoneId: Id<'taxZone'> | null,
  at: number,
): TaxRelief | null {
  return reliefs?.find((relief) => reliefVerdict(relief, classId, zoneId, at) === 'FREED') ?? null;
}

/** Whether a relief frees goods of a class in a zone at an instant: without a stored proof it frees nothing. */
function reliefVerdict(relief: TaxRelief, classId: Id<'taxClass'>, zoneId: Id<'taxZone'> | null, at: number): ReliefVerdict {
  const { proof, classIds, zoneIds } = relief;
  if (proof.trim() === '') return 'NO_PROOF';
  if (classIds.length > 0 && !classIds.includes(classId)) return 'OTHER_CLASS';
  if (zoneIds.length > 0 && (zoneId === null || !zoneIds.includes(zoneId))) return 'OTHER_ZONE';
  return notValid(relief, at) ?? 'FREED';
}
