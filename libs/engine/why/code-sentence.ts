import type { Facts } from '#kernel';
import type { RefusedCode } from '../priced-basket.js';

const reasons: Readonly<Record<RefusedCode['reason'], string>> = {
  UNKNOWN: 'there is no such code',
  USED: 'it counts once, and has been used',
  NOT_STARTED: 'it does not hold yet',
  ENDED: 'it no longer holds',
  CONDITION: 'the basket does not meet what it asks for',
  NOTHING: 'there is nothing that it could lower',
  EXCLUDED: 'another promotion leaves no room for it',
  OUTRANKED: 'another promotion of its group goes before it',
};

/** What a category or a product is called; null: that is not known. */
type NameOf = (id: string) => string | null;

/** Why a code gives nothing, and what would make it apply. */
export function codeSentence({ code, reason, facts }: RefusedCode, nameOf: NameOf = () => null): string {
  const advice = adviceOf(facts, nameOf);
  return `${code} does not apply: ${reasons[reason]}${advice === null ? '' : `; ${advice}`}.`;
}

function adviceOf(facts: Facts, nameOf: NameOf): string | null {
  const { condition, missing, excess, currency, allowed, signedIn, lacks } = facts;
  const items = itemsIn(facts, nameOf);
  const unit = currency == null ? '' : ` ${String(currency)}`;
  if (missing != null) return `add ${String(missing)}${unit} more of ${items ?? 'what it asks for'}`;
  if (excess != null) return `take out ${String(excess)}${unit}${items === null ? '' : ` of ${items}`}`;
  if (condition === 'contains') return `add something of ${items ?? 'what it asks for'}`;
  if (allowed != null) return `it is for ${String(allowed)}`;
  if (signedIn === false) return 'sign in';
  if (lacks === 'SHIPPING') return 'choose a way of shipping';
  return lacks === 'ITEMS' ? 'put in what it is for' : null;
}

/** The items that a condition counts, in words; null: all, or those that have no names. */
function itemsIn({ items }: Facts, nameOf: NameOf): string | null {
  if (typeof items !== 'string') return null;
  const { type, ids = [] } = JSON.parse(items) as { readonly type: string; readonly ids?: readonly string[] };
  const names = type === 'category' || type === 'product' ? ids.map(nameOf) : [];
  return names.length > 0 && !names.includes(null) ? names.join(' or ') : null;
}
