import { UserError, type Path } from '#kernel';
import { mostAddresses } from './customer.js';

/** Why files do not reach an account by its e-mail address, and what is to be done about it. */
export const unverifiedEmail =
  'whoever signed up with this e-mail address may be somebody else: have staff confirm it (updateCustomer, emailVerified: true)';

/** Everything that customers may refuse. */
export const customersErrors = {
  emailTaken: () => new UserError('ALREADY_EXISTS', 'there is a customer with this e-mail address', ['email']),
  unverified: () => new UserError('WRONG_STATE', unverifiedEmail, ['email']),
  tooLong: (field: string, max: number) =>
    new UserError('INVALID', `${field} may have at most ${max} characters`, [field], { max }),
  badLocale: () => new UserError('INVALID', 'a language is a BCP 47 tag such as en or pt-BR', ['locale']),
  noCustomer: (field = 'id') => new UserError('NOT_FOUND', 'there is no such customer', [field]),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', `the customer is at version ${version}`, ['expectedVersion'], { version: String(version) }),
  noAddress: () => new UserError('NOT_FOUND', 'the customer has no such address', ['id']),
  tooManyAddresses: () =>
    new UserError('LIMIT_REACHED', `a customer saves at most ${mostAddresses} addresses`, [], { max: mostAddresses }),
  noGroup: (path: Path) => new UserError('NOT_FOUND', 'there is no such group of customers', path),
  noReset: () => new UserError('NOT_FOUND', 'this token was used, has expired, or was never given', ['token']),
} as const;
