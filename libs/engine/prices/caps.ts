import { oneUnit, type Id, type Quantity } from '#kernel';
import type { Basket, BasketLine } from '../basket.js';
import type { PriceListTerms } from '../terms.js';
import { byId } from '../validity.js';
import { choosePrice, regularPrice, type ChosenPrice } from './choose-price.js';
import type { PriceTerms } from './consider.js';
import type { CapTerms } from './contract.js';
import { tierGroupOf, type PriceQuestion } from './question.js';
import { tierAmount } from './tier-amount.js';

/** Units of a line at one price: those from `from` up to `to`, counted within the line, and what they come to as entered. */
export interface PricePart {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly price: ChosenPrice;
  readonly amount: bigint;
}

/** A cap that keeps units of a line from the prices of its contract. */
export interface ReachedCap {
  readonly listId: Id<'priceList'>;
  readonly capId: Id<'contractCap'>;
}

/** What prices a line where caps of contracts have a say: the parts are all of it, unless there is no price for what is beyond a cap. */
export interface UnderCaps {
  readonly parts: readonly PricePart[];
  readonly reached: readonly ReachedCap[];
}

/** What a line takes of a contract: of a cap, or, where it is null, of what counts towards its tiers in its period. */
export interface ContractUse {
  readonly listId: Id<'priceList'>;
  readonly capId: Id<'contractCap'> | null;
  readonly variantId: Id<'variant'>;
  /** As the cap measures it; of a period in thousandths. */
  readonly amount: bigint;
}

/** What prices the lines of which caps keep some units from a contract's prices, by their place. */
interface LinesUnderCaps {
  readonly chosen: ReadonlyMap<number, UnderCaps>;
  /** The regular prices of those that have a sale price, where that and promotions do not go together. */
  readonly regular: ReadonlyMap<number, UnderCaps>;
}

const noneCapped: LinesUnderCaps = { chosen: new Map(), regular: new Map() };

/** Where caps keep units from a contract's prices. What is left goes to the lines in the order of their ids, to regular prices last. */
export function linesUnderCaps(
  terms: PriceTerms,
  { lines, capsLeft }: Basket,
  questions: readonly PriceQuestion[],
): LinesUnderCaps {
  if (capsLeft === undefined) return noneCapped;
  const chosen = new Map<number, UnderCaps>();
  const regular = new Map<number, UnderCaps>();
  const left = new Map(Object.entries(capsLeft));
  const places = lines.map((line, index) => ({ line, index, question: questions[index] }));
  const onSale: typeof places = [];
  for (const each of places.sort((a, b) => byId(a.line, b.line))) {
    const { line, index, question } = each;
    if (!question) continue;
    const under = underCaps(line, question, left, (closed) => choosePrice(terms, line.prices, question, closed));
    if (under.reached.length > 0) chosen.set(index, under);
    if (under.parts[0]?.price.list.sale === true && question.conventions.salePrice !== 'STACK') onSale.push(each);
  }
  for (const { line, index, question } of onSale) {
    const under = question && underCaps(line, question, left, (closed) => regularPrice(terms, line.prices, question, closed));
    if (under && under.reached.length > 0) regular.set(index, under);
  }
  return { chosen, regular };
}

/** What a line takes of the contracts that price it. */
export function usesOf(parts: readonly PricePart[], line: BasketLine): ContractUse[] {
  return parts.flatMap(({ from, to, amount, price: { list } }) => {
    const { id: listId, tierScope } = list;
    const { variantId } = line;
    const caps = capsOver(list, line).map(({ id, measure }) => {
      return { listId, capId: id, variantId, amount: measure === 'QUANTITY' ? to - from : amount };
    });
    return tierScope === 'CONTRACT_PERIOD' ? [...caps, { listId, capId: null, variantId, amount: to - from }] : caps;
  });
}

/** Takes of what is left of caps. `choose` finds the price when some lists have no more to give. */
function underCaps(
  line: BasketLine,
  question: PriceQuestion,
  left: Map<string, bigint>,
  choose: (closed: ReadonlySet<string>) => ChosenPrice | null,
): UnderCaps {
  const parts: PricePart[] = [];
  const reached: ReachedCap[] = [];
  const closed = new Set<string>();
  let from = 0n;
  while (from < line.quantity) {
    const price = choose(closed);
    if (!price) break;
    const caps = capsOver(price.list, line).filter(({ id }) => left.has(id));
    const wanted = line.quantity - from;
    const rooms = caps.map((cap) => ({ cap, room: roomOf(left.get(cap.id) ?? 0n, cap, price, wanted, question, from) }));
    const held = rooms.reduce((least, { room }) => (room < least ? room : least), wanted);
    const listId = price.list.id;
    reached.push(...rooms.filter(({ room }) => room < wanted).map(({ cap }) => ({ listId, capId: cap.id })));
    if (held > 0n) {
      const part = { from, to: from + held, price, amount: tierAmount(price, held, question, from) };
      parts.push(part);
      for (const { id, measure } of caps) left.set(id, (left.get(id) ?? 0n) - (measure === 'QUANTITY' ? held : part.amount));
    }
    from += held;
    closed.add(listId);
  }
  return { parts, reached };
}

function capsOver(list: PriceListTerms, line: BasketLine): readonly CapTerms[] {
  return (list.contract?.caps ?? []).filter(({ of, value }) => {
    if (of === 'ALL') return true;
    if (of === 'VARIANT') return value === line.variantId;
    return value === (of === 'PRODUCT' ? line.item?.productId : tierGroupOf(line, list.tierGroup ?? ''));
  });
}

/** How much of what is wanted the cap has room for: whole units where those are wanted. */
function roomOf(
  left: bigint,
  { measure }: CapTerms,
  price: ChosenPrice,
  wanted: Quantity,
  question: PriceQuestion,
  start: Quantity,
): Quantity {
  const step = wanted % oneUnit === 0n ? oneUnit : 1n;
  if (measure === 'QUANTITY') return left <= 0n ? 0n : left >= wanted ? wanted : left - (left % step);
  let [fits, over] = [0n, wanted / step + 1n];
  while (over - fits > 1n) {
    const middle = (fits + over) / 2n;
    if (tierAmount(price, middle * step, question, start) <= left) fits = middle;
    else over = middle;
  }
  return left < 0n ? 0n : fits * step;
}
