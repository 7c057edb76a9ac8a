import { oneUnit, type Id, type Quantity } from '#kernel';
import type { Basket, BasketLine, GiftOffer } from '../basket.js';
import { draftLine, type Draft, type DraftLine } from '../draft.js';
import type { PricedGift } from '../priced-basket.js';
import { choosePrice } from '../prices/choose-price.js';
import { questionsOf, type PriceQuestion } from '../prices/question.js';
import type { TaxGround } from '../taxes/ground.js';
import type { Terms } from '../terms.js';
import { amountsByPromotion } from './amounts.js';
import { discount, mostOf } from './apply-effect.js';
import type { Outcome } from './best-deal.js';
import type { PromotionTerms } from './promotion.js';
import { least } from './units.js';

/**
 * Puts what promotions give in addition behind the lines of the basket, each gift as a line of its own whose price its promotion takes
 * off. All promotions have had their turn by then, so that no gift counts for any of them. What is bought already, is not wanted, or is
 * not there is not put in; nor is what would give more than the promotion may. Nothing is given in addition to nothing.
 */
export function putInGifts(terms: Terms, outcome: Outcome): Outcome {
  const { draft, visits } = outcome;
  const { gifts = [], declinedGifts = [] } = draft.basket;
  if (gifts.length === 0 || draft.gifts.length === 0 || draft.lines.length === 0) return outcome;
  const left = new Map(gifts.map(({ variantId, available }) => [variantId, available]));
  const amounts = amountsByPromotion(draft);
  const lines: DraftLine[] = [];
  for (const gift of draft.gifts) {
    const offer = gifts.find(({ variantId }) => variantId === gift.variantId);
    const promotion = visits.find((each) => each.promotion.id === gift.promotionId)?.promotion;
    if (!offer || !promotion || declinedGifts.includes(promotion.id)) continue;
    const available = left.get(offer.variantId) ?? null;
    const wanted = wholeOf(available === null ? missingOf(gift) : least(missingOf(gift), available));
    const place = draft.basket.lines.length + lines.length;
    const most = mostOf(promotion, draft);
    const room = most === undefined ? null : most - (amounts.get(promotion.id) ?? 0n);
    const line = largest(terms, draft, { offer, promotion, place, wanted, room });
    if (!line) continue;
    lines.push(line);
    if (available !== null) left.set(offer.variantId, available - line.line.quantity);
  }
  if (lines.length === 0) return outcome;
  const places = new Map(lines.map(({ gift, index }) => [gift, index]));
  return {
    ...outcome,
    draft: { ...draft, lines: [...draft.lines, ...lines] },
    visits: visits.map((visit) => {
      const place = visit.verdict === 'APPLIED' ? places.get(visit.promotion.id) : undefined;
      return place === undefined ? visit : { ...visit, touched: [...visit.touched, place] };
    }),
  };
}

/** How a gift is priced: by itself, whatever is bought beside it. */
export function giftQuestion(terms: Terms, basket: Basket, at: number, taxes: TaxGround, line: BasketLine): PriceQuestion {
  const [question] = questionsOf(terms, { ...basket, lines: [line] }, at, taxes);
  if (!question) throw new Error('a line has a question');
  return question;
}

/** What is promised and not bought. */
function missingOf({ quantity, inBasket = 0n }: PricedGift): Quantity {
  return quantity - inBasket;
}

interface Wanted {
  readonly offer: GiftOffer;
  readonly promotion: PromotionTerms;
  readonly place: number;
  readonly wanted: Quantity;
  /** What its promotion may still give; null: whatever it is worth. */
  readonly room: bigint | null;
}

/** The line with as many units as there is room for; null: for none. */
function largest(terms: Terms, draft: Draft, { offer, promotion, place, wanted, room }: Wanted): DraftLine | null {
  let quantity = wanted;
  while (quantity > 0n) {
    const line = giftLine(terms, draft, offer, promotion, place, quantity);
    if (room === null || line.amount <= room) return line;
    // fewer of them are no cheaper each, and an amount is rounded by half a minor unit: more than so many cannot be had for as much as there is room for
    const most = (quantity * (2n * room + 1n)) / (2n * line.amount - 1n);
    quantity = wholeOf(least(quantity - oneUnit, most));
  }
  return null;
}

function giftLine(
  terms: Terms,
  { basket, at, taxes }: Draft,
  { available: _available, ...item }: GiftOffer,
  promotion: PromotionTerms,
  place: number,
  quantity: Quantity,
): DraftLine {
  const line = { ...item, id: giftLineId(promotion.id), quantity };
  const question = giftQuestion(terms, basket, at, taxes, line);
  const full = draftLine(line, place, choosePrice(terms, line.prices, question), question, taxes);
  const { amount } = full;
  const discounts = amount === 0n ? [] : [discount(promotion, amount)];
  const units = [{ from: 0n, to: quantity, amount, left: 0n, takenBy: [], discounts: [] }];
  // what is given takes nothing of what was agreed
  return { ...full, left: 0n, afterItem: 0n, units, discounts, uses: [], gift: promotion.id };
}

/** The id of the line that a promotion puts in. */
function giftLineId(id: Id<'promotion'>): string {
  return `gift_${id.slice(id.indexOf('_') + 1)}`;
}

function wholeOf(quantity: Quantity): Quantity {
  return quantity - (quantity % oneUnit);
}
