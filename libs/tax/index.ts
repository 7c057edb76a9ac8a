export { dayBegins, hasKnownClocks } from './import/local-day.js';
export { TaxImportService } from './import/tax-import.service.js';
export type { CountryTable, TablePeriod } from './import/tax-table.js';
export { forgettingPlacesOf, keepingAsked, taxesOfOrders, type OrderTaxes } from './outside/order-answer.repository.js';
export { OutsideTaxService, type AskedOutside, type OutsideQuestion } from './outside/outside-tax.service.js';
export type { TaxAnswer as OutsideAnswer } from './outside/provider.js';
export {
  certificatesColumn,
  certificatesOf,
  pageOfCertificates,
  type CertificatesJson,
  type HashedCertificate,
} from './relief/certificates.repository.js';
export { taxReliefsColumn, taxReliefsOf, type ReliefsJson } from './relief/relief.repository.js';
export type { TaxClass, TaxRateInput, TaxRules, TaxZone } from './tax.js';
export { TaxModule } from './tax.module.js';
export { readTaxRules } from './tax.repository.js';
export { TaxService } from './tax.service.js';
