import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** Somebody has an account now. */
export const customerCreated = contract({
  type: 'customer.created',
  aggregate: 'customer',
  schemaVersion: 1,
  description: 'A customer has signed up, or staff have made an account for it. Who it is must be asked for.',
  payload: z.object({
    customerId: id,
    /** The groups it belongs to. */
    groupIds: z.array(id),
  }),
});

/** Something of a customer's account is different. */
export const customerUpdated = contract({
  type: 'customer.updated',
  aggregate: 'customer',
  schemaVersion: 1,
  description: 'Something of an account is different: the names of the fields are told, not what they contain.',
  payload: z.object({
    customerId: id,
    /** Names of the fields that changed: `email`, `name`, `addresses`, `groups`, `active` … */
    changed: z.array(z.string().min(1)),
    /** The groups it belongs to now. */
    groupIds: z.array(id),
  }),
});

/** Everything personal of a customer is gone. */
export const customerErased = contract({
  type: 'customer.erased',
  aggregate: 'customer',
  schemaVersion: 1,
  description: 'Everything personal of a customer was erased; orders and books go on naming its id.',
  payload: z.object({ customerId: id }),
});

/** Somebody may set another password of a customer, with a token. */
export const customerResetRequested = contract({
  type: 'customer.reset_requested',
  aggregate: 'customer',
  schemaVersion: 1,
  description: 'A token was made with which another password of a customer can be set, once and within the hour.',
  payload: z.object({ customerId: id }),
});
