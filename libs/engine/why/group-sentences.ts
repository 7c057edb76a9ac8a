import { formatMoney, type CurrencyCode } from '#kernel';
import type { GroupTrace } from '../trace.js';
import type { Called } from './called.js';

const modes: Readonly<Record<GroupTrace['mode'], string>> = {
  STACK: 'all of its members count',
  FIRST: 'the first that applies counts',
  HIGHEST: 'the one that takes off most counts',
  LOWEST: 'the one that takes off least counts',
  BEST_DEAL: 'the one with which the buyer owes least counts',
};

/** What a group of promotions has decided, and between what. */
export function groupSentence(
  { groupId, mode, scope, alternatives }: GroupTrace,
  currency: CurrencyCode,
  called: Called,
): string {
  const what = groupId === null ? 'Of the promotions on an item' : `Group ${called(groupId)}`;
  const each = scope === 'ITEM' ? ', item by item' : '';
  const owed = mode === 'BEST_DEAL' ? 'owed with' : 'taken off by';
  const told = alternatives.map(
    ({ id, amount, chosen }) => `${formatMoney({ minor: amount, currency })} ${owed} ${called(id)}${chosen ? ' (taken)' : ''}`,
  );
  return `${what}: ${modes[mode]}${each}: ${told.join(', ')}.`;
}
