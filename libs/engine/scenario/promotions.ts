import { parseMoney, type CurrencyCode, type Id, type Path } from '#kernel';
import { parseAction, parseConditions } from '../promotions/parse.js';
import { canonicalCode, longestCode, type PromotionGroupTerms, type PromotionTerms } from '../promotions/promotion.js';
import { windowInstants } from '../time/window.js';
import type { Validity } from '../validity.js';
import {
  about,
  choice,
  fields,
  flag,
  invalid,
  list,
  name,
  named,
  optional,
  orNull,
  text,
  whole,
  type Named,
  type Read,
  type Shape,
} from './shape.js';
import {
  amountText,
  checkedIds,
  checkedValidity,
  checkedWindow,
  currency,
  localizedFrom,
  localizedText,
  localWindow,
  oneOf,
  validity,
} from './values.js';

const stackings = ['COMBINES', 'STOPS', 'EXCLUDES'] as const;

/** Left to the promotions' own readers. */
function unread(schema: Readonly<Record<string, unknown>>): Shape<unknown> {
  return { schema, read: (value) => value };
}

/** A text of so many characters. */
const shortText = (least: number, most: number): Shape<string> =>
  text(
    (given, path) => {
      if (given.length >= least && given.length <= most) return given;
      throw invalid(`This must be a text of ${least} to ${most} characters`, path);
    },
    { minLength: least, maxLength: most },
  );
const code = shortText(1, longestCode);
const limit = orNull(whole(1, 2_147_483_647));

/** A promotion, in the form in which it is stored. */
const promotion = fields({
  id: about('What it is called.', name),
  name: about('Its name by language.', optional(localizedText, [])),
  status: about(
    'DRAFT and ARCHIVED give nothing. ACTIVE unless said.',
    optional(choice(['ACTIVE', 'DRAFT', 'ARCHIVED']), 'ACTIVE' as const),
  ),
  code: about('What the buyer enters; null or left out: it applies by itself.', orNull(code)),
  codes: about('The same, where there are several.', optional(list(code), [])),
  singleUse: about('Whether it is had for codes that count once, too: those stand in no file.', optional(flag, false)),
  lane: about(
    'When it has its turn: on items, then on the order, then on shipping. ORDER unless said.',
    optional(choice(['ITEM', 'ORDER', 'SHIPPING']), 'ORDER' as const),
  ),
  sequence: about('The smallest goes first in its lane, or in its group. 0 unless said.', optional(whole(-1e9, 1e9), 0)),
  groupId: about('The promotionGroups entry that it stands in.', orNull(name)),
  stacking: about(
    'How it stands to the others of its lane once it has applied. COMBINES unless said.',
    optional(choice(stackings), 'COMBINES' as const),
  ),
  conditions: about(
    'What it asks of the basket: all must hold.',
    optional(unread({ type: 'array', items: { $ref: '#/$defs/condition' } }), []),
  ),
  action: about('What it gives.', unread({ $ref: '#/$defs/action' })),
  maxDiscount: about('By currency: the most that it gives on one basket.', optional(named(amountText, currency), [])),
  reducesTaxBase: about(
    'Whether tax is owed on what is left (true, unless said) or on the price before it.',
    optional(flag, true),
  ),
  usageLimit: about('How often it may be used in all; not counted here.', limit),
  usageLimitPerPerson: about('How often one person may use it; not counted here.', limit),
  budget: about('By currency: what it may give in all; not counted here.', optional(named(amountText, currency), [])),
  budgetEnd: about(
    'Whether the last order of a budget is given what is left, or is refused. REFUSE unless said.',
    optional(choice(['PARTIAL', 'REFUSE']), 'REFUSE' as const),
  ),
  ...validity,
  window: about('Local times instead of instants.', orNull(localWindow)),
});

/** Promotions. */
export const promotions = list(promotion);

/** Groups of promotions. */
export const promotionGroups = list(
  fields({
    id: about('What it is called.', name),
    name: about('What those who manage it call it.', orNull(shortText(1, 255))),
    parentId: about('The group that it stands in.', orNull(name)),
    mode: about('Which of its members count.', choice(['STACK', 'FIRST', 'HIGHEST', 'LOWEST', 'BEST_DEAL'])),
    scope: about(
      'Whether that is decided for each item or once for the order. ORDER unless said.',
      optional(choice(['ITEM', 'ORDER']), 'ORDER' as const),
    ),
    stacking: about(
      'How it stands to its neighbours once it has applied. COMBINES unless said.',
      optional(choice(stackings), 'COMBINES' as const),
    ),
    sequence: about('Among its neighbours the smallest goes first. 0 unless said.', optional(whole(-1e9, 1e9), 0)),
  }),
);

/** The groups of a file. @throws UserError INVALID naming the path */
export function groupsFrom(given: Read<typeof promotionGroups>, path: Path): readonly PromotionGroupTerms[] {
  const ids = given.map(({ id }) => id);
  given.forEach(({ parentId }, index) => {
    if (parentId !== null) oneOf(parentId, ids, 'promotion group', [...path, index, 'parentId']);
  });
  return checkedIds(given, path);
}

/** The promotions of a file that give something. @throws UserError INVALID naming the path */
export function promotionsFrom(
  given: Read<typeof promotions>,
  groups: readonly PromotionGroupTerms[],
  path: Path,
): PromotionTerms[] {
  const ids = groups.map(({ id }) => id);
  checkedIds(given, path);
  return given.flatMap((each, index) => {
    const terms = promotionFrom(each, ids, [...path, index]);
    return each.status === 'ACTIVE' ? [terms] : [];
  });
}

function promotionFrom(given: Read<typeof promotion>, groups: readonly string[], path: Path): PromotionTerms {
  const { id, lane, sequence, groupId, stacking, reducesTaxBase, usageLimit, usageLimitPerPerson: perPerson, window } = given;
  if (groupId !== null) oneOf(groupId, groups, 'promotion group', [...path, 'groupId']);
  const codes = codesFrom(given, path);
  const budget = amountsFrom(given.budget, [...path, 'budget']);
  return {
    ...{ id: id as Id<'promotion'>, code: codes[0] ?? null, lane, sequence, groupId, stacking, reducesTaxBase },
    ...(codes.length > 1 && { codes }),
    ...(given.singleUse && { singleUse: true }),
    ...timesFrom(given, path),
    ...(window?.timeZone === null && { local: { from: window.from, to: window.to } }),
    name: localizedFrom(given.name),
    conditions: parseConditions(given.conditions, [...path, 'conditions']),
    action: parseAction(given.action, lane, [...path, 'action']),
    maxDiscount: amountsFrom(given.maxDiscount, [...path, 'maxDiscount']),
    version: 1n,
    limited: usageLimit !== null,
    ...(perPerson !== null && { perPerson }),
    ...(budget.size > 0 && { budget: { currencies: [...budget.keys()], last: given.budgetEnd } }),
  };
}

/** What the buyer may enter. @throws UserError INVALID naming the second code that is the same */
function codesFrom({ code: only, codes }: Read<typeof promotion>, path: Path): readonly string[] {
  if (only !== null && codes.length > 0) throw invalid('Say either code or codes', [...path, 'codes']);
  const seen = new Set<string>();
  codes.forEach((each, index) => {
    if (seen.has(canonicalCode(each))) throw invalid(`The code ${each} is there already`, [...path, 'codes', index]);
    seen.add(canonicalCode(each));
  });
  return only === null ? codes : [only];
}

/** When it holds: by instants, or by local times. */
function timesFrom(given: Read<typeof promotion>, path: Path): Validity {
  const { window, validFrom, validTo } = given;
  if (window === null) return checkedValidity(given, path);
  if (validFrom !== null || validTo !== null)
    throw invalid('Say either a window of local times or the instants validFrom and validTo', [...path, 'window']);
  return windowInstants(checkedWindow(window, [...path, 'window']));
}

function amountsFrom(given: Named<string, CurrencyCode>, path: Path): ReadonlyMap<CurrencyCode, bigint> {
  return new Map(given.map(([currency, amount]) => [currency, most(currency, amount, [...path, currency])]));
}

function most(currency: CurrencyCode, amount: string, path: Path): bigint {
  const { minor } = parseMoney(amount, currency, path);
  if (minor > 0n) return minor;
  throw invalid('This must be above 0', path);
}
