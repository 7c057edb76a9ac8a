export { itemFacts } from './item-facts.repository.js';
export { leftColumn, leftIsStill, offersColumns } from './offer.repository.js';
export type { PriceGround } from './price-ground.js';
export { TermsModule } from './terms.module.js';
export { TermsService } from './terms.service.js';
export { VariantResolver } from './variant.resolver.js';
export { FormerRulesService, type RulesAt, type RulesThen } from './former-rules.service.js';
