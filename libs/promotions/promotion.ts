import { machine, type Id, type LocalizedText, type Path } from '#kernel';
import {
  amountsAt,
  canonicalCode,
  fieldsOf,
  longestCode,
  parseAction,
  parseConditions,
  storedAmounts,
  type Lane,
  type MoneyBudget,
  type Stacking,
} from '#engine';
import { refused } from './promotions.errors.js';
import { changedTimes, isOver, type Times, type WindowInput } from './window.js';

/** From being written to being over: only an active promotion gives anything. */
export const promotionStatus = machine<'DRAFT' | 'ACTIVE' | 'ARCHIVED'>('promotion', 'DRAFT', {
  DRAFT: ['ACTIVE', 'ARCHIVED'],
  ACTIVE: ['DRAFT', 'ARCHIVED'],
  ARCHIVED: [],
});

/** Whether a promotion gives anything. */
export type PromotionStatus = keyof typeof promotionStatus.to;

/** Amounts by currency, as decimal texts. */
export type Amounts = Readonly<Record<string, string>>;

/** A promotion as it is stored. */
export interface Promotion extends Times {
  readonly id: Id<'promotion'>;
  readonly name: LocalizedText;
  /** As they are written, each for any number of buyers; none: it applies by itself, unless it is `singleUse`. */
  readonly codes: readonly string[];
  /** Whether codes that count once were generated for it. */
  readonly singleUse: boolean;
  readonly lane: Lane;
  readonly sequence: number;
  readonly groupId: Id<'promotionGroup'> | null;
  readonly stacking: Stacking;
  readonly conditions: readonly object[];
  readonly action: object;
  /** The most that it gives on one basket; in other currencies there is no such bound. */
  readonly maxDiscount: Amounts;
  readonly reducesTaxBase: boolean;
  /** How often it may be used in all; null: without limit. */
  readonly usageLimit: number | null;
  /** How often one person may use it; null: without limit. */
  readonly usageLimitPerPerson: number | null;
  /** What it may give in all; in other currencies there is no such bound. */
  readonly budget: Amounts;
  readonly budgetEnd: MoneyBudget['last'];
  readonly status: PromotionStatus;
  readonly version: bigint;
}

/** What is wanted of a promotion: what is left out stays as it is, or gets its default. */
export interface PromotionInput {
  readonly expectedVersion?: bigint;
  readonly name?: LocalizedText;
  readonly codes?: readonly string[];
  readonly lane?: Lane;
  readonly sequence?: number;
  readonly groupId?: string | null;
  readonly stacking?: Stacking;
  readonly conditions?: unknown;
  readonly action?: unknown;
  readonly maxDiscount?: unknown;
  readonly reducesTaxBase?: boolean;
  readonly window?: WindowInput | null;
  readonly validFrom?: Date | null;
  readonly validTo?: Date | null;
  readonly usageLimit?: number | null;
  readonly usageLimitPerPerson?: number | null;
  readonly budget?: unknown;
  readonly budgetEnd?: MoneyBudget['last'];
  readonly status?: PromotionStatus;
}

const largestLimit = 2_147_483_647;
const mostCodes = 100;

/** What a promotion starts from before its input is looked at. */
export function blankPromotion(id: Id<'promotion'>): Promotion {
  return {
    id,
    name: {},
    codes: [],
    singleUse: false,
    lane: 'ORDER',
    sequence: 0,
    groupId: null,
    stacking: 'COMBINES',
    conditions: [],
    action: {},
    maxDiscount: {},
    reducesTaxBase: true,
    window: null,
    validFrom: null,
    validTo: null,
    usageLimit: null,
    usageLimitPerPerson: null,
    budget: {},
    budgetEnd: 'REFUSE',
    status: 'DRAFT',
    version: 0n,
  };
}

/** The promotion after a change; its version stays for the caller to count. @throws UserError naming the field */
export function changedPromotion(before: Promotion, input: PromotionInput, now: Date): Promotion {
  if (before.status === 'ARCHIVED') throw refused.archived();
  if (input.expectedVersion !== undefined && input.expectedVersion !== before.version) throw refused.stale(before.version);
  const lane = input.lane ?? before.lane;
  const status = input.status ?? before.status;
  const times = changedTimes(before, input);
  // what has begun may be ended in the past, and then has been over since; what begins must not be over
  if (status === 'ACTIVE' && before.status !== 'ACTIVE' && isOver(times, now)) throw refused.over(endOf(times));
  return {
    ...before,
    ...times,
    name: nameOf({ ...before.name, ...input.name }),
    codes: input.codes === undefined ? before.codes : codesOf(input.codes),
    lane,
    sequence: input.sequence ?? before.sequence,
    groupId: input.groupId === undefined ? before.groupId : (input.groupId as Id<'promotionGroup'> | null),
    stacking: input.stacking ?? before.stacking,
    // read even where they stay: an action must be able to stand in a new lane
    action: { ...parseAction(input.action ?? before.action, lane).definition },
    conditions: parseConditions(input.conditions ?? before.conditions).map(({ definition }) => ({ ...definition })),
    maxDiscount: input.maxDiscount === undefined ? before.maxDiscount : amountsOf(input.maxDiscount, 'maxDiscount'),
    reducesTaxBase: input.reducesTaxBase ?? before.reducesTaxBase,
    usageLimit: limitOf(input.usageLimit, before.usageLimit, 'usageLimit'),
    usageLimitPerPerson: limitOf(input.usageLimitPerPerson, before.usageLimitPerPerson, 'usageLimitPerPerson'),
    budget: input.budget === undefined ? before.budget : amountsOf(input.budget, 'budget'),
    budgetEnd: input.budgetEnd ?? before.budgetEnd,
    status,
  };
}

function endOf({ window }: Times): Path {
  return window === null ? ['validTo'] : ['window', 'to'];
}

function limitOf(
  wanted: number | null | undefined,
  before: number | null,
  field: 'usageLimit' | 'usageLimitPerPerson',
): number | null {
  if (wanted === undefined) return before;
  if (wanted === null || (Number.isInteger(wanted) && wanted > 0 && wanted <= largestLimit)) return wanted;
  throw refused.limit(field);
}

/** Null, or no amount at all, is no bound. */
function amountsOf(given: unknown, field: 'maxDiscount' | 'budget'): Amounts {
  if (given === null || Object.keys(fieldsOf(given, [field])).length === 0) return {};
  return storedAmounts(amountsAt({ [field]: given }, field, []));
}

function nameOf(name: LocalizedText): LocalizedText {
  const texts = Object.values(name);
  const wrong = (text: string) => text.trim() === '' || text.length > 255 || text.includes('\u0000');
  if (texts.length === 0 || texts.some(wrong)) throw refused.name();
  return name;
}

function codesOf(texts: readonly string[]): readonly string[] {
  if (texts.length > mostCodes) throw refused.tooManyCodes(mostCodes);
  const seen = new Set<string>();
  return texts.map((text, index) => {
    const code = text.trim();
    if (!/^[^\s\p{C}]+$/u.test(code) || code.length > longestCode) throw refused.code(index);
    if (seen.has(canonicalCode(code))) throw refused.taken(code, index);
    seen.add(canonicalCode(code));
    return code;
  });
}
