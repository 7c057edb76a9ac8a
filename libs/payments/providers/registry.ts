import { UserError } from '#kernel';
import type { PaymentProvider } from '../provider.js';
import { manual } from './manual.provider.js';
import { onAccount } from './on-account.provider.js';
import { sandbox } from './sandbox.provider.js';
import { tillCard, tillCash } from './till.provider.js';
import { withinDeadline } from './within-deadline.provider.js';

/** Every provider there is: a new one is a file, its spec, and a line here. */
export const providers: readonly PaymentProvider[] = [manual, onAccount, sandbox, tillCash, tillCard];

const byCode = new Map(providers.map((provider) => [provider.code, withinDeadline(provider)]));

/** The provider of that code, if it is among those allowed. @throws UserError INVALID at `path` naming what is allowed */
export function providerOf(code: string, allowed: readonly string[], path: readonly string[]): PaymentProvider {
  const provider = byCode.get(code);
  if (provider && allowed.includes(code)) return provider;
  throw new UserError('INVALID', `provider must be one of ${allowed.join(', ')}`, path, { allowed: allowed.join(' ') });
}

/** The provider that a stored payment was made with. */
export function providerNamed(code: string): PaymentProvider {
  const provider = byCode.get(code);
  if (!provider) throw new Error(`there is no payment provider ${code}`);
  return provider;
}
