import { createHmac } from 'node:crypto';
import { formatMoney, oneUnit, type CurrencyCode, type Id, type UserError } from '#kernel';
import type { AppliedDiscount } from '#engine';
import type { Demand, Shortage } from '#holds';
import { refused } from './promotions.errors.js';

/** What an order had of a promotion, as far as something of it is counted. */
export type Use = Pick<AppliedDiscount, 'promotionId' | 'limited' | 'perPerson' | 'budgeted' | 'amount'>;

/** The counter of a promotion's uses. */
export function usesCounter(id: Id<'promotion'>): string {
  return `promotion:${id}`;
}

/** The counter of what a promotion has given in a currency. */
export function budgetCounter(id: string, currency: CurrencyCode): string {
  return `promotion_budget:${id}:${currency}`;
}

/**
 * The counter of one person's uses of a promotion. Its name sorts before those of all counters that are claimed with it: it may be made
 * before the claim, and whoever locks several locks it first.
 */
export function personCounter(id: string, subject: string): string {
  return `person:${id}:${subject}`;
}

/**
 * Whose uses are counted, as a keyed hash: one e-mail address in whatever case, and with or without what follows a plus sign, guest or
 * customer. Null: nothing is known.
 */
export function subjectOf(email: string | null, secret: Uint8Array): string | null {
  if (email === null) return null;
  const [, name = '', domain = ''] = /^([^+]*)(?:\+.*)?@([^@]*)$/.exec(email.trim().toLowerCase()) ?? [];
  const person = name === '' ? email.trim().toLowerCase() : `${name}@${domain}`;
  return createHmac('sha256', secret).update(person.normalize('NFC')).digest('base64url');
}

/** What one order claims of the promotions that it uses: a use of each that is limited, one of the person's, and the amount of a budget. */
export function demandOf(uses: readonly Use[], currency: CurrencyCode, subject: string | null): Demand[] {
  return uses.flatMap(({ promotionId, limited, perPerson, budgeted, amount }): Demand[] => [
    ...(limited ? [{ counterId: usesCounter(promotionId), quantity: oneUnit }] : []),
    ...(perPerson !== undefined && subject !== null
      ? [{ counterId: personCounter(promotionId, subject), quantity: oneUnit }]
      : []),
    ...(budgeted === true && amount > 0n ? [{ counterId: budgetCounter(promotionId, currency), quantity: amount }] : []),
  ]);
}

/** The counters of the person that an order claims, with what each has to give in all. */
export function personCapacities(
  uses: readonly Use[],
  subject: string | null,
): readonly { readonly counterId: string; readonly capacity: bigint }[] {
  if (subject === null) return [];
  return uses.flatMap(({ promotionId, perPerson }) =>
    perPerson === undefined ? [] : [{ counterId: personCounter(promotionId, subject), capacity: capacityOf(perPerson) }],
  );
}

/** What a counter must hold so that the promotion can be used this often. */
export function capacityOf(usageLimit: number): bigint {
  return BigInt(usageLimit) * oneUnit;
}

/** What a refused claim of a promotion's counter means to the buyer; null: it is no counter of a promotion. */
export function refusedUse({ counterId, available }: Shortage, currency: CurrencyCode): UserError | null {
  const [kind, promotionId = ''] = counterId.split(':');
  if (kind === 'promotion') return refused.usedUp(promotionId);
  if (kind === 'person') return refused.usedByPerson(promotionId);
  if (kind !== 'promotion_budget') return null;
  return refused.budgetSpent(promotionId, { available: formatMoney({ minor: available, currency }), currency });
}
