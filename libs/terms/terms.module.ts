import { Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { OfferRepository } from './offer.repository.js';
import { PriceAsOfResolver } from './price-as-of.resolver.js';
import { PriceAsOfService } from './price-as-of.service.js';
import { RuleBookRepository } from './rule-book.repository.js';
import { AssortmentRepository } from './snapshot/assortment.repository.js';
import { RuleSnapshotResolver } from './snapshot/rule-snapshot.resolver.js';
import { RuleSnapshotService } from './snapshot/rule-snapshot.service.js';
import { TermsService } from './terms.service.js';
import { VariantResolver } from './variant.resolver.js';

/** On what terms a channel sells, at this instant. */
@Module({
  imports: [AccessModule],
  providers: [
    AssortmentRepository,
    OfferRepository,
    PriceAsOfResolver,
    PriceAsOfService,
    RuleBookRepository,
    RuleSnapshotResolver,
    RuleSnapshotService,
    TermsService,
    VariantResolver,
  ],
  exports: [TermsService, VariantResolver],
})
export class TermsModule {}
