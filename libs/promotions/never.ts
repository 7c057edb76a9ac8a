import { isDeepStrictEqual } from 'node:util';
import { parseDecimal, parseMoney, quantityScale, currencyOf, UserError, type Path } from '#kernel';
import { refused } from './promotions.errors.js';

/** A condition's definition as `parseConditions` stores it. */
interface Definition {
  readonly type: string;
  readonly amounts?: Readonly<Record<string, string>>;
  readonly quantity?: string;
  readonly items?: unknown;
  readonly basis?: unknown;
  readonly ids?: readonly string[];
  readonly codes?: readonly string[];
  readonly conditions?: readonly Definition[];
}

interface Placed {
  readonly condition: Definition;
  readonly path: Path;
}

/** Of these a basket has one value at most, so that two conditions without a value in common never hold together. */
const ofOneValue = ['channel', 'store', 'country', 'customer', 'payment_method', 'shipping_method'];

/** Refuses conditions that contradict each other, where that can be told from them alone. @throws UserError naming the condition */
export function checkSatisfiable(conditions: readonly object[]): void {
  checkTogether(placed(conditions as readonly Definition[], ['conditions']), []);
}

/** What holds together: what stands side by side, what `all` names, and what stands around them. */
function checkTogether(own: readonly Placed[], around: readonly Placed[]): void {
  const together = [...around];
  const within: Placed[] = [];
  for (const each of own) {
    for (const other of together) checkPair(other, each);
    together.push(each);
    if (each.condition.type === 'any') within.push(each);
  }
  // a branch of `any` that can never hold is no reason as long as another can: it is only looked at by itself
  for (const { condition, path } of within) {
    const branches = placed(condition.conditions ?? [], [...path, 'conditions']);
    const wrong = branches.map((branch) => whyNot(() => checkTogether([branch].flatMap(flat), together)));
    const [first] = wrong;
    if (first && wrong.every((each) => each !== null)) throw first;
  }
}

function whyNot(check: () => void): UserError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function placed(conditions: readonly Definition[], path: Path): Placed[] {
  return conditions.map((condition, index) => ({ condition, path: [...path, index] })).flatMap(flat);
}

function flat(each: Placed): Placed[] {
  const { condition, path } = each;
  return condition.type === 'all' ? placed(condition.conditions ?? [], [...path, 'conditions']) : [each];
}

function checkPair({ condition: one }: Placed, { condition: other, path }: Placed): void {
  if (one.type === other.type && ofOneValue.includes(one.type)) {
    const [values, others] = [one.ids ?? one.codes ?? [], new Set(other.ids ?? other.codes)];
    if (!values.some((value) => others.has(value)))
      throw refused.never(`its conditions ${one.type} have nothing in common`, path, { condition: one.type });
  }
  const pair = new Map([one, other].map((each) => [each.type, each]));
  const same = isDeepStrictEqual(one.items, other.items);
  const [least, most] = [pair.get('minimum_amount'), pair.get('maximum_amount')];
  if (least && most && same && isDeepStrictEqual(least.basis, most.basis)) checkAmounts(least, most, path);
  const [fewest, greatest] = [pair.get('minimum_quantity')?.quantity, pair.get('maximum_quantity')?.quantity];
  if (fewest !== undefined && greatest !== undefined && same && quantity(fewest) > quantity(greatest))
    throw refused.never(`the least quantity ${fewest} is above the greatest, ${greatest}`, path, {
      minimum: fewest,
      maximum: greatest,
    });
}

/** In a currency that one of them does not name, neither holds. */
function checkAmounts({ amounts: least = {} }: Definition, { amounts: most = {} }: Definition, path: Path): void {
  const shared = Object.keys(least).filter((code) => most[code] !== undefined);
  if (shared.some((code) => minor(least[code], code) <= minor(most[code], code))) return;
  const [code] = shared;
  if (code === undefined) throw refused.never('its least and greatest amounts have no currency in common', path);
  const facts = { currency: code, minimum: least[code] ?? '', maximum: most[code] ?? '' };
  throw refused.never(`the least amount ${facts.minimum} ${code} is above the greatest, ${facts.maximum}`, path, facts);
}

function minor(text: string | undefined, code: string): bigint {
  return parseMoney(text ?? '', currencyOf(code)).minor;
}

function quantity(text: string): bigint {
  return parseDecimal(text, quantityScale);
}
