import { machine, oneUnit, transition, type Id, type LocalizedText } from '#kernel';
import { canonicalCode, longestCode, parseAction, parseConditions, type Lane, type PromotionTerms } from '#engine';
import type { Demand } from '#holds';
import { refused } from './promotions.errors.js';

/** From being written to being over: only an active promotion gives anything. */
export const promotionStatus = machine<'DRAFT' | 'ACTIVE' | 'ARCHIVED'>('promotion', 'DRAFT', {
  DRAFT: ['ACTIVE', 'ARCHIVED'],
  ACTIVE: ['DRAFT', 'ARCHIVED'],
  ARCHIVED: [],
});

/** Whether a promotion gives anything. */
export type PromotionStatus = keyof typeof promotionStatus.to;

/** A promotion as it is stored. */
export interface Promotion {
  readonly id: Id<'promotion'>;
  readonly name: LocalizedText;
  /** In its canonical form; null: it applies by itself. */
  readonly code: string | null;
  readonly lane: Lane;
  readonly sequence: number;
  readonly conditions: readonly object[];
  readonly action: object;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  /** How often it may be used in all; null: without limit. */
  readonly usageLimit: number | null;
  readonly status: PromotionStatus;
  readonly version: bigint;
}

/** What is wanted of a promotion: what is left out stays as it is, or gets its default. */
export interface PromotionInput {
  readonly expectedVersion?: bigint;
  readonly name?: LocalizedText;
  readonly code?: string | null;
  readonly lane?: Lane;
  readonly sequence?: number;
  readonly conditions?: unknown;
  readonly action?: unknown;
  readonly validFrom?: Date | null;
  readonly validTo?: Date | null;
  readonly usageLimit?: number | null;
  readonly status?: PromotionStatus;
}

const largestLimit = 2_147_483_647;

/** What a promotion starts from before its input is looked at. */
export function blankPromotion(id: Id<'promotion'>): Promotion {
  const open = { code: null, validFrom: null, validTo: null, usageLimit: null };
  return { id, name: {}, lane: 'ORDER', sequence: 0, conditions: [], action: {}, status: 'DRAFT', version: 0n, ...open };
}

/** The promotion after a change; its version stays for the caller to count. @throws UserError naming the field */
export function changedPromotion(before: Promotion, input: PromotionInput): Promotion {
  if (before.status === 'ARCHIVED') throw refused.archived();
  if (input.expectedVersion !== undefined && input.expectedVersion !== before.version) throw refused.stale(before.version);
  const { usageLimit = before.usageLimit, validFrom = before.validFrom, validTo = before.validTo } = input;
  if (usageLimit !== null && !(Number.isInteger(usageLimit) && usageLimit > 0 && usageLimit <= largestLimit))
    throw refused.usageLimit();
  if (validFrom && validTo && validTo <= validFrom) throw refused.window();
  const lane = input.lane ?? before.lane;
  return {
    ...before,
    name: nameOf({ ...before.name, ...input.name }),
    code: input.code === undefined ? before.code : codeOf(input.code),
    lane,
    sequence: input.sequence ?? before.sequence,
    // read even where they stay: an action must be able to stand in a new lane
    action: { ...parseAction(input.action ?? before.action, lane).definition },
    conditions: parseConditions(input.conditions ?? before.conditions).map(({ definition }) => ({ ...definition })),
    validFrom,
    validTo,
    usageLimit,
    status: statusOf(before, input),
  };
}

/** The promotion as it is priced with. */
export function termsOf(promotion: Promotion): PromotionTerms {
  const { id, name, code, lane, sequence, conditions, action, validFrom, validTo, version, usageLimit } = promotion;
  return {
    ...{ id, name, code, lane, sequence, version },
    conditions: parseConditions(conditions),
    action: parseAction(action, lane),
    validFrom: validFrom?.getTime() ?? null,
    validTo: validTo?.getTime() ?? null,
    limited: usageLimit !== null,
  };
}

/** The counter of a promotion's uses. */
export function usesCounter(id: Id<'promotion'>): string {
  return `promotion:${id}`;
}

/** What one order claims of the promotions that it uses: one use of each that is limited. */
export function demandOf(promotions: readonly Pick<PromotionTerms, 'id' | 'limited'>[]): Demand[] {
  return promotions.filter(({ limited }) => limited).map(({ id }) => ({ counterId: usesCounter(id), quantity: oneUnit }));
}

/** What a counter must hold so that the promotion can be used this often. */
export function capacityOf(usageLimit: number): bigint {
  return BigInt(usageLimit) * oneUnit;
}

function statusOf(before: Promotion, { status }: PromotionInput): PromotionStatus {
  return status === undefined || status === before.status ? before.status : transition(promotionStatus, before.status, status);
}

function nameOf(name: LocalizedText): LocalizedText {
  const texts = Object.values(name);
  const wrong = (text: string) => text.trim() === '' || text.length > 255 || text.includes('\u0000');
  if (texts.length === 0 || texts.some(wrong)) throw refused.name();
  return name;
}

function codeOf(text: string | null): string | null {
  if (text === null) return null;
  const code = canonicalCode(text);
  if (!/^[^\s\p{C}]+$/u.test(code) || code.length > longestCode) throw refused.code();
  return code;
}
