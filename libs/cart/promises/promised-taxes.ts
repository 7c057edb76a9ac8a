import { assessables, assessmentKey, priceBasket, type Assessable, type Basket, type Restored, type Terms } from '#engine';

/**
 * The basket of a promise with what an outside engine had answered for it, as far as that is still bought: what has come to it since, such as
 * another way of shipping, is taxed by the rates of the terms.
 */
export function withPromisedTaxes(frozen: Restored, terms: Terms, basket: Basket): Basket {
  const { assessed: answered, ...bare } = basket;
  if (!answered || priceBasket(terms, basket, frozen.at).assessed) return basket;
  const before = priceBasket(frozen.terms, frozen.basket, frozen.at);
  // the answer had been overtaken before it was promised
  if (!before.assessed) return basket;
  const keyOf = (charge: Assessable) => assessmentKey(basket, [charge]);
  const promised = new Map(assessables(frozen.terms, frozen.basket, before).map((charge) => [charge.id, keyOf(charge)]));
  const answers = new Map(answered.charges.map(({ id, taxes }) => [id, taxes]));
  const now = priceBasket(terms, bare, frozen.at);
  const byRates = new Map(now.lines.map(({ lineId, taxes }) => [lineId, taxes]));
  const asked = assessables(terms, bare, now);
  const charges = asked.map((charge) => {
    const { id } = charge;
    const taxes = promised.get(id) === keyOf(charge) ? answers.get(id) : (byRates.get(id) ?? now.shipping?.taxes);
    return { id, taxes: (taxes ?? []).map(({ name, percent, amount }) => ({ name, percent, amount })) };
  });
  return { ...bare, assessed: { key: assessmentKey(basket, asked), charges } };
}
