import type { ConditionKind } from '../kinds.js';
import { isSignedIn } from './one-of.js';

/** `{ "type": "signed_in" }`: it is known who buys, a customer or a unit of an organization. For a guest it does not hold. */
export const signedIn: ConditionKind = {
  type: 'signed_in',
  keys: [],
  parse: () => ({ stored: {}, unmet: (standing) => (isSignedIn(standing) ? null : { signedIn: false }) }),
};
