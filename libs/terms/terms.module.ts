import { Module } from '@nestjs/common';
import { OfferRepository } from './offer.repository.js';
import { RuleBookRepository } from './rule-book.repository.js';
import { TermsService } from './terms.service.js';
import { VariantResolver } from './variant.resolver.js';

/** On what terms a channel sells, at this instant. */
@Module({
  providers: [OfferRepository, RuleBookRepository, TermsService, VariantResolver],
  exports: [TermsService, VariantResolver],
})
export class TermsModule {}
