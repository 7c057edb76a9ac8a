import { Module } from '@nestjs/common';
import { CatalogLoader } from './catalog.loader.js';
import { CatalogResolver } from './catalog.resolver.js';
import { CatalogService } from './catalog.service.js';
import { CategoryResolver } from './category.resolver.js';
import { CategoryService } from './category.service.js';

/** Products, variants and categories. */
@Module({
  providers: [CatalogService, CategoryService, CatalogLoader, CatalogResolver, CategoryResolver],
  exports: [CatalogService, CategoryService, CatalogLoader],
})
export class CatalogModule {}
