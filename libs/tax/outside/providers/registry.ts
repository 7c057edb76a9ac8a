import type { TaxProvider } from '../provider.js';
import { sandbox } from './sandbox.provider.js';

/** Every outside engine there is: a new one is a file, its spec, and a line here. */
export const taxProviders: readonly TaxProvider[] = [sandbox];
