import type { Id, LocalizedText } from '#kernel';
import type { ReportedSale } from './sale.js';

/** A promotion as it stands, whatever its state. */
export interface KnownPromotion {
  readonly id: Id<'promotion'>;
  /** Those of its codes that a sale has named, in canonical form. */
  readonly codes: readonly string[];
  /** Those of them that count once. */
  readonly once: readonly string[];
  readonly name: LocalizedText;
  readonly status: string;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  /** Whether its uses are counted. */
  readonly limited: boolean;
}

/** A promotion that a sale used: what it took off, and the code that asked for it. */
export interface UsedPromotion extends KnownPromotion {
  readonly code: string | null;
  readonly amount: bigint;
}

/** The promotions that a sale used, each once with what it took off, and the codes or ids that there are not. */
export interface UsedPromotions {
  readonly found: readonly UsedPromotion[];
  readonly unknown: readonly string[];
  /** The codes of the sale that count once, each with its promotion. */
  readonly once: ReadonlyMap<string, Id<'promotion'>>;
}

/** Finds the promotions that a sale names. */
export function usedPromotions(
  { promotions }: Pick<ReportedSale, 'promotions'>,
  known: readonly KnownPromotion[],
): UsedPromotions {
  const byCode = new Map(known.flatMap((one) => one.codes.map((code) => [code, one] as const)));
  const byId = new Map<string, KnownPromotion>(known.map((one) => [one.id, one]));
  const found = new Map<string, UsedPromotion>();
  const unknown = new Set<string>();
  const once = new Map<string, Id<'promotion'>>();
  for (const { code, promotionId, amount } of promotions) {
    const promotion = code === null ? byId.get(promotionId ?? '') : byCode.get(code);
    const before = promotion && found.get(promotion.id);
    if (promotion && code !== null && promotion.once.includes(code)) once.set(code, promotion.id);
    if (promotion) found.set(promotion.id, { ...promotion, code: before?.code ?? code, amount: amount + (before?.amount ?? 0n) });
    else unknown.add(code ?? promotionId ?? '');
  }
  return { found: [...found.values()], unknown: [...unknown], once };
}
