export type { TaxClass, TaxRateInput, TaxRules, TaxZone } from './tax.js';
export { TaxModule } from './tax.module.js';
export { readTaxRules } from './tax.repository.js';
export { TaxService } from './tax.service.js';
