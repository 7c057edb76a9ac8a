import { percentOffOrder } from './actions/percent-off-order.js';
import { minimumAmount } from './conditions/minimum-amount.js';
import type { ActionKind, ConditionKind } from './kinds.js';

/** Every kind of condition there is: a new one is a file and a line here. */
export const conditionKinds: readonly ConditionKind[] = [minimumAmount];

/** Every kind of action there is: a new one is a file and a line here. */
export const actionKinds: readonly ActionKind[] = [percentOffOrder];
