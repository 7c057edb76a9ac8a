import type { Basket } from './basket.js';
import { draftOf, type DraftCharge, type DraftLine, type DraftShipping } from './draft.js';
import { explain } from './explain.js';
import type { Charge, LinePrice, PricedBasket, PricedLine, PricedShipping, Totals } from './priced-basket.js';
import type { ChosenPrice } from './prices/choose-price.js';
import { applyPromotions, enteredCodes, refusedCodes, type Visit } from './promotions/apply-promotions.js';
import { sumByRate, taxed, taxRate } from './taxes/tax.js';
import type { ShippingMethodTerms, Terms } from './terms.js';

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
  const { rounding } = terms.conventions;
  const draft = draftOf(terms, basket, at);
  const codes = enteredCodes(basket.codes);
  const visits = applyPromotions(terms, codes, draft, at);
  const charge = (each: DraftCharge, classId: ShippingMethodTerms['taxClassId']): Charge => {
    const { net, tax, gross, taxes } = taxed(each.left, each.entry, taxRate(terms, classId, basket.country, at), rounding);
    const { entry, amount, left, discounts } = each;
    return { entry, amount, discount: amount - left, net, tax, gross, reimbursed: 0n, taxes, discounts };
  };
  const lines = draft.lines.map((each) => pricedLine(each, charge(each, each.line.taxClassId)));
  const shipping = draft.shipping && pricedShipping(draft.shipping, charge(draft.shipping, draft.shipping.method.taxClassId));
  const priced: PricedBasket = {
    version: terms.version,
    at,
    currency: basket.currency,
    lines,
    shipping,
    discounts: visits
      .filter(isTold)
      .map(({ promotion: { id: promotionId, code, name, limited }, amount }) => ({ promotionId, code, name, limited, amount })),
    gifts: [],
    refusedCodes: refusedCodes(terms, codes, visits),
    taxes: sumByRate(shipping ? [...lines, shipping] : lines),
    totals: totalsOf(lines, shipping),
  };
  return options.explain === true ? { ...priced, trace: explain(terms, basket, at, priced, visits) } : priced;
}

function pricedLine({ line, price }: DraftLine, charge: Charge): PricedLine {
  const { id: lineId, variantId, quantity } = line;
  return {
    lineId,
    variantId,
    quantity,
    price: price && linePrice(price),
    ...charge,
    units: [],
  };
}

function linePrice({ row: { id, listId, amount, compareAt }, admittedBy }: ChosenPrice): LinePrice {
  return { id, listId, amount, compareAt, admittedBy };
}

function pricedShipping({ method: { id: methodId, code, name, kind } }: DraftShipping, charge: Charge): PricedShipping {
  return { methodId, code, name, kind, ...charge };
}

function isTold({ verdict, promotion, amount }: Visit): boolean {
  return verdict === 'APPLIED' && (amount > 0n || promotion.code !== null);
}

function totalsOf(lines: readonly PricedLine[], shipping: PricedShipping | null): Totals {
  let [amount, discount] = [0n, 0n];
  let [net, tax] = shipping ? [shipping.net, shipping.tax] : [0n, 0n];
  for (const line of lines) {
    amount += line.amount;
    discount += line.discount;
    net += line.net;
    tax += line.tax;
  }
  return { amount, discount, net, tax, shipping: shipping?.gross ?? 0n, reimbursed: 0n, total: net + tax };
}
