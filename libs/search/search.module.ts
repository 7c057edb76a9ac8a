import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { TermsModule } from '#terms';
import { SearchRepository } from './search.repository.js';
import { SearchResolver } from './search.resolver.js';
import { SearchService } from './search.service.js';

/** Finding products. */
@Module({
  imports: [CatalogModule, TermsModule],
  providers: [SearchRepository, SearchService, SearchResolver],
})
export class SearchModule {}
