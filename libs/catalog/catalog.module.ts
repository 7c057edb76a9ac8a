import { Module } from '@nestjs/common';
import { AssortmentLoader } from './assortments/assortment.loader.js';
import { CategoryAssortmentResolver, ProductAssortmentResolver } from './assortments/assortment.resolver.js';
import { AttributeResolver } from './attributes/attribute.resolver.js';
import { AttributesService } from './attributes/attributes.service.js';
import { DescribedProductResolver, DescribedVariantResolver } from './attributes/described.resolver.js';
import { AvailabilityResolver } from './availability/availability.resolver.js';
import { CatalogLoader } from './catalog.loader.js';
import { CatalogResolver } from './catalog.resolver.js';
import { CatalogService } from './catalog.service.js';
import { CategoryResolver } from './category.resolver.js';
import { CategoryService } from './category.service.js';
import { CollectedProductResolver, CollectionsResolver } from './collections/collections.resolver.js';
import { CollectionsService } from './collections/collections.service.js';
import { CustomerPartNumberResolver, PartNumberResolver } from './part-numbers/part-number.resolver.js';
import { PartNumbersService } from './part-numbers/part-numbers.service.js';

/** Products, variants, categories and collections. */
@Module({
  providers: [
    CatalogService,
    CategoryService,
    CollectionsService,
    AttributesService,
    PartNumbersService,
    CatalogLoader,
    AssortmentLoader,
    CatalogResolver,
    CategoryResolver,
    CollectionsResolver,
    CollectedProductResolver,
    AttributeResolver,
    DescribedProductResolver,
    DescribedVariantResolver,
    ProductAssortmentResolver,
    CategoryAssortmentResolver,
    PartNumberResolver,
    CustomerPartNumberResolver,
    AvailabilityResolver,
  ],
  exports: [CatalogService, CategoryService, AttributesService, PartNumbersService, CatalogLoader],
})
export class CatalogModule {}
