import { canonicalCode } from '#engine';
import type { Id, LocalizedText } from '#kernel';
import type { ReportedSale } from './sale.js';

/** A promotion as it stands, whatever its state. */
export interface KnownPromotion {
  readonly id: Id<'promotion'>;
  readonly code: string | null;
  readonly name: LocalizedText;
  readonly status: string;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  /** Whether its uses are counted. */
  readonly limited: boolean;
}

/** The promotions that a sale used, each once with what it took off, and the codes or ids that there are not. */
export interface UsedPromotions {
  readonly found: readonly (KnownPromotion & { readonly amount: bigint })[];
  readonly unknown: readonly string[];
}

/** Finds the promotions that a sale names. */
export function usedPromotions(
  { promotions }: Pick<ReportedSale, 'promotions'>,
  known: readonly KnownPromotion[],
): UsedPromotions {
  const byCode = new Map(known.flatMap((one) => (one.code === null ? [] : [[canonicalCode(one.code), one] as const])));
  const byId = new Map<string, KnownPromotion>(known.map((one) => [one.id, one]));
  const found = new Map<string, KnownPromotion & { readonly amount: bigint }>();
  const unknown = new Set<string>();
  for (const { code, promotionId, amount } of promotions) {
    const promotion = code === null ? byId.get(promotionId ?? '') : byCode.get(code);
    if (promotion) found.set(promotion.id, { ...promotion, amount: amount + (found.get(promotion.id)?.amount ?? 0n) });
    else unknown.add(code ?? promotionId ?? '');
  }
  return { found: [...found.values()], unknown: [...unknown] };
}
