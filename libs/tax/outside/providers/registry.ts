import type { TaxProvider } from '../provider.js';
import { httpEngine, type TaxEngineAddress } from './http.provider.js';
import { sandbox } from './sandbox.provider.js';

/** Every outside engine there is: a new one is a file, its spec, and a line here. One over HTTP is there when its address is known. */
export function taxProvidersAt(address: TaxEngineAddress | null): readonly TaxProvider[] {
  return [sandbox, ...(address ? [httpEngine(address)] : [])];
}
