import { parseMoney, type CurrencyCode, type Id, type Path } from '#kernel';
import { parseAction, parseConditions } from '../promotions/parse.js';
import { longestCode, type PromotionGroupTerms, type PromotionTerms } from '../promotions/promotion.js';
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
  type Read,
  type Shape,
} from './shape.js';
import { amountText, checkedIds, checkedValidity, currency, localizedFrom, localizedText, oneOf, validity } from './values.js';

const stackings = ['COMBINES', 'STOPS', 'EXCLUDES'] as const;

/** Left to the promotions' own readers. */
function unread(schema: Readonly<Record<string, unknown>>): Shape<unknown> {
  return { schema, read: (value) => value };
}

/** A promotion, in the form in which it is stored. */
const promotion = fields({
  id: about('What it is called.', name),
  name: about('Its name by language.', optional(localizedText, [])),
  code: about(
    'What the buyer enters; null or left out: it applies by itself.',
    orNull(text((code) => code, { minLength: 1, maxLength: longestCode })),
  ),
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
  usageLimit: about('How often it may be used in all; not counted here.', orNull(whole(1, 2_147_483_647))),
  ...validity,
});

/** Promotions. */
export const promotions = list(promotion);

/** Groups of promotions. */
export const promotionGroups = list(
  fields({
    id: about('What it is called.', name),
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

/** The promotions of a file. @throws UserError INVALID naming the path */
export function promotionsFrom(
  given: Read<typeof promotions>,
  groups: readonly PromotionGroupTerms[],
  path: Path,
): PromotionTerms[] {
  const ids = groups.map(({ id }) => id);
  checkedIds(given, path);
  return given.map((each, index) => promotionFrom(each, ids, [...path, index]));
}

function promotionFrom(given: Read<typeof promotion>, groups: readonly string[], path: Path): PromotionTerms {
  const { id, code, lane, sequence, groupId, stacking, reducesTaxBase, usageLimit } = given;
  if (groupId !== null) oneOf(groupId, groups, 'promotion group', [...path, 'groupId']);
  const { validFrom, validTo } = checkedValidity(given, path);
  return {
    ...{ id: id as Id<'promotion'>, code, lane, sequence, groupId, stacking, reducesTaxBase, validFrom, validTo },
    name: localizedFrom(given.name),
    conditions: parseConditions(given.conditions, [...path, 'conditions']),
    action: parseAction(given.action, lane, [...path, 'action']),
    maxDiscount: new Map(given.maxDiscount.map(([code, amount]) => [code, most(code, amount, [...path, 'maxDiscount', code])])),
    version: 1n,
    limited: usageLimit !== null,
  };
}

function most(currency: CurrencyCode, amount: string, path: Path): bigint {
  const { minor } = parseMoney(amount, currency, path);
  if (minor > 0n) return minor;
  throw invalid('This must be above 0', path);
}
