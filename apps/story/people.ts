import { signIn, signUp, type SignedIn } from './requests.js';
import type { Somebody } from './somebody.js';
import type { Stage } from './stage.js';

/** The password of everybody in the story. */
export const password = 'a story told once more';

/** A customer on one device. */
export interface Customer extends Somebody {
  readonly id: string;
}

/** The e-mail address of somebody in this telling. */
export const emailOf = (who: string, run: string): string => `${who}-${run}@example.test`;

/** Whoever holds these tokens, through a replica. */
export function holderOf(stage: Stage, name: string, { tokens, customer }: SignedIn, replica = 0): Customer {
  return { ...stage.somebody(name, { authorization: `Bearer ${tokens.accessToken}` }, replica), id: customer.id };
}

/** Signs somebody up, without a word. */
export async function newCustomer(stage: Stage, name: string, email: string, replica = 0): Promise<Customer> {
  const nobody = stage.somebody(name, {}, replica);
  return holderOf(stage, name, await stage.asks(nobody, signUp, { input: { email, password } }), replica);
}

/** Signs the same customer in on another device, before the reader's eyes. */
export async function onAnotherDevice(stage: Stage, name: string, email: string, replica: number): Promise<Customer> {
  const signedIn = await stage.shows(stage.somebody(name, {}, replica), signIn, { input: { email, password } });
  return holderOf(stage, name, signedIn, replica);
}
