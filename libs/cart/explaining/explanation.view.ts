import {
  clockZone,
  defaultConventions,
  forBuyers,
  groupSentence,
  priceSentences,
  promotionSentences,
  promotionsIn,
  sections,
  taxSentence,
  type Called,
  type LineTrace,
  type PricedBasket,
  type PricedLine,
  type PromotionTrace,
  type TaxTrace,
  type Trace,
} from '#engine';
import { factsView, formatShort, formatUnitPrice, inLanguage, moneyView, percentScale, quantityScale } from '#kernel';
import type {
  ConsideredPrice,
  Explanation,
  LineExplanation,
  PromotionExplanation,
  PromotionShare,
  TaxExplanation,
  UsedConvention,
} from '#platform/graphql';
import type { Explained } from './explained.js';
import { namesIn } from './names.js';
import { refusedCodesView } from './refused-code.view.js';

/** Of how many promotions that were not looked at it is said why. */
const mostOthers = 20;

/** What every part of an explanation is told with. */
interface Telling {
  readonly explained: Explained;
  readonly priced: PricedBasket;
  readonly promotionNames: ReadonlyMap<string, string>;
  readonly called: Called;
  /** Whether whoever asks may know for whom else prices and promotions are. */
  readonly all: boolean;
}

/** Why a basket came out as it did: all of it, or as much as its buyer may know. */
export function explanationView(explained: Explained, all: boolean): Explanation {
  const { terms, basket, locales } = explained;
  const rules = promotionsIn(terms);
  const priced = all ? explained.priced : forBuyers(explained.priced, rules, basket.codes);
  const { trace, shipping } = priced;
  if (!trace) throw new Error('the basket was priced without a trace');
  const promotionNames = new Map(rules.map(({ id, name }) => [id, inLanguage(name, locales)]));
  const called = namesIn(explained, priced, promotionNames);
  const telling: Telling = { explained, priced, promotionNames, called, all };
  const visited = new Set(trace.promotions.map(({ promotionId }) => promotionId));
  // of thousands that were not looked at some are told of in words
  const unvisited = all ? terms.promotions.all.filter(({ id }) => !visited.has(id)) : null;
  const others = unvisited?.slice(0, mostOthers) ?? [];
  return {
    at: new Date(priced.at).toISOString(),
    rulesVersion: priced.version.toString(),
    promiseId: explained.promiseId,
    sentences: [
      ...promiseSentences(explained),
      ...sections(priced, { rules: others, zone: clockZone(terms, basket) }, called).flatMap(({ told }) =>
        told.map((each) => each.trim()),
      ),
    ],
    conventions: conventionsView(trace),
    lines: trace.lines.flatMap((line, index) => {
      const pricedLine = priced.lines[index];
      return pricedLine ? [lineView(line, pricedLine, telling)] : [];
    }),
    promotions: trace.promotions.map((promotion) => promotionView(promotion, telling)),
    otherPromotions: unvisited?.length ?? null,
    groups: trace.groups.map((group) => ({
      groupId: group.groupId,
      mode: group.mode,
      alternatives: group.alternatives.map(({ id, amount, chosen }) => ({
        id,
        amount: moneyView(amount, priced.currency),
        chosen,
      })),
      sentence: groupSentence(group, priced.currency, called),
    })),
    refusedCodes: refusedCodesView(priced.refusedCodes, terms, locales),
    shippingTax: shipping && trace.shippingTax && taxView('shipping', trace.shippingTax, telling),
  };
}

/** That a promise decided goes before all else: what follows are the reasons of then. */
function promiseSentences({ promiseId, priced }: Explained): string[] {
  if (promiseId === null) return [];
  const then = new Date(priced.at).toISOString();
  return [`The price promise ${promiseId} decides: everything is priced by the prices and rules of ${then}.`];
}

function conventionsView({ conventions }: Trace): UsedConvention[] {
  const usual: Readonly<Record<string, string>> = { ...defaultConventions };
  return Object.entries<string>({ ...conventions }).map(([name, value]) => ({ name, value, isDefault: usual[name] === value }));
}

function lineView(line: LineTrace, priced: PricedLine, telling: Telling): LineExplanation {
  const { currency, trace } = telling.priced;
  const tax = taxView(line.lineId, line.tax, telling);
  const shares = (trace?.promotions ?? []).flatMap(({ lines }) => lines.filter(({ lineId }) => lineId === line.lineId));
  const prices = priceSentences(priced, line, currency, telling.called).map((each) => each.trim());
  return {
    lineId: line.lineId,
    variantId: priced.variantId,
    sentences: [...prices, tax.sentence],
    tierQuantity: formatShort(line.tierQuantity, quantityScale),
    candidates: line.candidates.map((candidate) => candidateView(candidate, line.lineId, telling)),
    promotions: shares.map((share) => shareView(share, telling)),
    tax,
  };
}

function candidateView(
  { priceId, listId, verdict, admittedBy }: LineTrace['candidates'][number],
  lineId: string,
  { explained: { basket, terms }, priced }: Telling,
): ConsideredPrice {
  const given = priced.lines.find((each) => each.lineId === lineId && each.gift);
  const line = given
    ? basket.gifts?.find(({ variantId }) => variantId === given.variantId)
    : basket.lines.find(({ id }) => id === lineId);
  const row = line?.prices.find(({ id }) => id === priceId);
  const list = terms.lists.get(listId);
  const own = row?.listId === listId ? row : null;
  return {
    priceId,
    list: list?.code ?? null,
    minQuantity: row ? formatShort(row.minQuantity, quantityScale) : null,
    amount: own ? formatUnitPrice(own.amount, list?.currency ?? priced.currency) : null,
    verdict,
    level: admittedBy?.level ?? null,
    admittedBy: admittedBy?.by ?? null,
  };
}

function promotionView(promotion: PromotionTrace, telling: Telling): PromotionExplanation {
  const { priced, promotionNames, called, all } = telling;
  const { promotionId, promotionVersion, code, lane, groupId, verdict, facts, lines } = promotion;
  const money = (minor: bigint) => moneyView(minor, priced.currency);
  return {
    promotionId,
    name: promotionNames.get(promotionId) ?? '',
    version: all ? promotionVersion.toString() : null,
    code,
    lane,
    groupId,
    verdict,
    facts: factsView(facts),
    before: money(promotion.before),
    amount: money(promotion.amount),
    overCap: money(promotion.overCap),
    underFloor: money(promotion.underFloor),
    lines: lines.map((share) => shareView(share, telling)),
    sentences: promotionSentences(promotion, priced.currency, called).map((each) => each.trim()),
  };
}

function shareView(
  { promotionId, lineId, amount, units }: PromotionTrace['lines'][number],
  { priced: { currency }, promotionNames }: Telling,
): PromotionShare {
  return {
    promotionId,
    name: promotionNames.get(promotionId) ?? '',
    lineId,
    amount: moneyView(amount, currency),
    units: units.map((part) => ({
      from: formatShort(part.from, quantityScale),
      to: formatShort(part.to, quantityScale),
      amount: moneyView(part.amount, currency),
    })),
  };
}

function taxView(what: string, trace: TaxTrace, { priced: { currency }, called }: Telling): TaxExplanation {
  const { verdict, classId, zoneId, entry, rates, relief } = trace;
  return {
    verdict,
    taxClassId: classId,
    taxZoneId: zoneId,
    entry,
    rates: rates.map(({ name, percent, base, amount }) => ({
      name,
      percent: formatShort(percent, percentScale),
      base: moneyView(base, currency),
      amount: moneyView(amount, currency),
    })),
    relief,
    sentence: taxSentence(what, trace, currency, called),
  };
}
