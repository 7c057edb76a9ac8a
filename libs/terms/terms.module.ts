import { Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { FormerRulesService } from './former-rules.service.js';
import { OfferRepository } from './offer.repository.js';
import { PriceAsOfResolver } from './price-as-of.resolver.js';
import { PriceAsOfService } from './price-as-of.service.js';
import { RuleBookRepository } from './rule-book.repository.js';
import { AssortmentRepository } from './snapshot/assortment.repository.js';
import { SnapshotCertificatesResolver } from './snapshot/certificates.resolver.js';
import { SnapshotCertificatesService } from './snapshot/certificates.service.js';
import { RuleSnapshotResolver } from './snapshot/rule-snapshot.resolver.js';
import { RuleSnapshotService } from './snapshot/rule-snapshot.service.js';
import { TermsService } from './terms.service.js';
import { VariantResolver } from './variant.resolver.js';

/** On what terms a channel sells, at this instant. */
@Module({
  imports: [AccessModule],
  providers: [
    AssortmentRepository,
    FormerRulesService,
    OfferRepository,
    PriceAsOfResolver,
    PriceAsOfService,
    RuleBookRepository,
    RuleSnapshotResolver,
    RuleSnapshotService,
    SnapshotCertificatesResolver,
    SnapshotCertificatesService,
    TermsService,
    VariantResolver,
  ],
  exports: [FormerRulesService, TermsService, VariantResolver],
})
export class TermsModule {}
