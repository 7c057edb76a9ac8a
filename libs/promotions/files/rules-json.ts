import { createHash } from 'node:crypto';
import { parseAction, parseConditions, type Lane } from '#engine';
import { blankGroup, type PromotionGroup } from '../group.js';
import { blankPromotion, type Promotion } from '../promotion.js';

type Fields = Readonly<Record<string, unknown>>;

/** A promotion or a group as a file has it. */
export interface RuleJson extends Fields {
  readonly id: string;
}

/** A file of rules: what `parseRules` reads. */
export interface RulesJson {
  readonly promotionGroups: readonly RuleJson[];
  readonly promotions: readonly RuleJson[];
  readonly exported: {
    readonly promotions: Readonly<Record<string, string>>;
    readonly promotionGroups: Readonly<Record<string, string>>;
  };
}

/** A promotion as a file has it: what is as it would be anyway is left out. */
export function promotionJson(promotion: Promotion): RuleJson {
  const { id, name, status, codes, window, lane, stacking, groupId, sequence, budgetEnd } = promotion;
  const blank = blankPromotion(id);
  const [code, ...more] = codes;
  const instant = (at: Date | null): string | null => at?.toISOString().replace('.000Z', 'Z') ?? null;
  return {
    id,
    ...unless(status === 'ACTIVE', { status }),
    name: Object.fromEntries(Object.entries(name).sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(more.length > 0 ? { codes } : unless(code === undefined, { code })),
    ...unless(!promotion.singleUse, { singleUse: true }),
    lane,
    ...unless(sequence === blank.sequence, { sequence }),
    ...unless(groupId === null, { groupId }),
    ...unless(stacking === blank.stacking, { stacking }),
    // as they are parsed, for the database keeps keys in an order of its own
    ...unless(promotion.conditions.length === 0, {
      conditions: parseConditions(promotion.conditions).map(({ definition }) => definition),
    }),
    action: parseAction(promotion.action, lane).definition,
    ...unlessEmpty({ maxDiscount: promotion.maxDiscount }),
    ...unless(promotion.reducesTaxBase, { reducesTaxBase: false }),
    ...given({ usageLimit: promotion.usageLimit, usageLimitPerPerson: promotion.usageLimitPerPerson }),
    ...unlessEmpty({ budget: promotion.budget }),
    ...unless(budgetEnd === blank.budgetEnd, { budgetEnd }),
    ...(window
      ? { window: given({ ...window }) }
      : given({ validFrom: instant(promotion.validFrom), validTo: instant(promotion.validTo) })),
  };
}

/** A group as a file has it. */
export function groupJson({ id, name, parentId, mode, scope, stacking, sequence }: PromotionGroup): RuleJson {
  const blank = blankGroup(id);
  return {
    id,
    name,
    ...given({ parentId }),
    mode,
    ...unless(scope === blank.scope, { scope }),
    ...unless(stacking === blank.stacking, { stacking }),
    ...unless(sequence === blank.sequence, { sequence }),
  };
}

/** What a rule is known by in the file that it was exported to: another one as soon as anything of it is another. */
export function fingerprintOf(rule: RuleJson): string {
  return createHash('sha256').update(JSON.stringify(rule)).digest('base64url').slice(0, 12);
}

/** A file of rules, in the order of evaluation: the same rules make the same file. */
export function rulesJson(promotions: readonly Promotion[], groups: readonly PromotionGroup[]): RulesJson {
  const written = promotions.toSorted(byTurn).map(promotionJson);
  const grouped = groups.toSorted(byId).map(groupJson);
  const prints = (rules: readonly RuleJson[]) => Object.fromEntries(rules.map((rule) => [rule.id, fingerprintOf(rule)]));
  return {
    promotionGroups: grouped,
    promotions: written,
    exported: { promotions: prints(written), promotionGroups: prints(grouped) },
  };
}

const lanes: readonly Lane[] = ['ITEM', 'ORDER', 'SHIPPING'];

function byTurn(a: Promotion, b: Promotion): number {
  return lanes.indexOf(a.lane) - lanes.indexOf(b.lane) || a.sequence - b.sequence || byId(a, b);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function unless(isPlain: boolean, fields: Fields): Fields {
  return isPlain ? {} : fields;
}

function unlessEmpty(fields: Readonly<Record<string, object>>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => Object.keys(value).length > 0));
}

function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
