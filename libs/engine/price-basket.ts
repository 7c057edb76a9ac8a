import type { Basket } from './basket.js';
import { draftOf, type DraftCharge, type DraftLine, type DraftRange, type DraftShipping } from './draft.js';
import { explain } from './explain.js';
import type { CappedLine, Charge, LinePrice, PricedBasket, PricedLine, PricedShipping, PricedUnits } from './priced-basket.js';
import type { PricePart } from './prices/caps.js';
import type { ChosenPrice } from './prices/choose-price.js';
import { amountsByPromotion } from './promotions/amounts.js';
import { applyPromotions } from './promotions/apply-promotions.js';
import { askedBy, isWaiting, refusedCodes } from './promotions/codes.js';
import { appliedDiscount } from './promotions/applied-discount.js';
import { isAskedFor } from './promotions/promotion.js';
import { putInGifts } from './promotions/put-in-gifts.js';
import { sumByRate, type Taxed } from './taxes/tax.js';
import type { TaxedLine } from './taxes/tax-charges.js';
import { assessedDraft, reimbursedOf, taxDraft } from './taxes/tax-draft.js';
import type { Terms } from './terms.js';
import { totalsOf } from './totals.js';

/**
 * Prices, discounts, taxes and totals of a basket under the terms of a channel at one instant (semantics §3).
 * The same arguments give the same minor units, for ever and everywhere; `explain` adds why, and changes nothing.
 */
export function priceBasket(
  terms: Terms,
  basket: Basket,
  at: number,
  options: { readonly explain?: boolean } = {},
): PricedBasket {
  const outcome = putInGifts(terms, applyPromotions(terms, draftOf(terms, basket, at)));
  const { draft, visits } = outcome;
  const answered = assessedDraft(draft);
  const taxed = answered ?? taxDraft(draft);
  const lines: PricedLine[] = [];
  for (const [place, each] of draft.lines.entries()) lines[each.index] = pricedLine(each, taxed.lines[place]);
  for (const each of draft.unpriced) lines[each.index] = pricedLine(each, undefined);
  const shipping = draft.shipping && pricedShipping(draft.shipping, chargeOf(draft.shipping, taxed.shipping));
  const amounts = amountsByPromotion(draft);
  const asked = askedBy(terms, basket);
  const contractUses = draft.lines.flatMap(({ uses }) => uses);
  const priced: PricedBasket = {
    version: terms.version,
    at,
    currency: basket.currency,
    lines,
    shipping,
    discounts: visits
      .filter((visit) => visit.verdict === 'APPLIED' || (isAskedFor(visit.promotion) && isWaiting(visit, basket)))
      .map(({ promotion }) => appliedDiscount(promotion, amounts.get(promotion.id) ?? 0n, asked.get(promotion) ?? null, basket)),
    gifts: draft.gifts,
    ...(contractUses.length > 0 && { contractUses }),
    refusedCodes: refusedCodes(terms, basket, visits, asked),
    taxes: sumByRate(shipping ? [...lines, shipping] : lines),
    totals: totalsOf(lines, shipping),
  };
  const whole: PricedBasket = answered ? { assessed: true, ...priced } : priced;
  return options.explain === true ? { ...whole, trace: explain(terms, basket, at, whole, outcome) } : whole;
}

function chargeOf({ entry, amount, left, discounts }: DraftCharge, taxed: Taxed | null | undefined): Charge {
  const { net, tax, gross, taxes } = taxed ?? { net: left, tax: 0n, gross: left, taxes: [] };
  return { entry, amount, discount: amount - left, net, tax, gross, reimbursed: reimbursedOf(discounts), taxes, discounts };
}

function pricedLine(draft: DraftLine, taxed: TaxedLine | undefined): PricedLine {
  const { line, price, gift, under } = draft;
  const { id: lineId, variantId, quantity } = line;
  return {
    lineId,
    variantId,
    quantity,
    price: price && linePrice(price),
    ...(under && { capped: { parts: under.parts.map(pricedPart), reached: under.reached } }),
    ...(gift && { gift }),
    ...chargeOf(draft, taxed),
    units: draft.units.length === 1 ? [] : draft.units.map((range, index) => pricedUnits(range, taxed?.units[index])),
  };
}

function pricedUnits(
  { from, to, amount, left, discounts }: DraftRange,
  taxed: TaxedLine['units'][number] | undefined,
): PricedUnits {
  const { net, tax, gross } = taxed ?? { net: left, tax: 0n, gross: left };
  return { from, to, amount, discount: amount - left, net, tax, gross, discounts };
}

function linePrice({ row: { id, listId, amount, compareAt }, admittedBy, converted }: ChosenPrice): LinePrice {
  return { id, listId, amount, compareAt, admittedBy, ...(converted && { converted }) };
}

function pricedPart({ from, to, price }: PricePart): CappedLine['parts'][number] {
  return { from, to, price: linePrice(price) };
}

function pricedShipping({ method: { id: methodId, code, name, kind } }: DraftShipping, charge: Charge): PricedShipping {
  return { methodId, code, name, kind, ...charge };
}
