export { AttributesService } from './attributes/attributes.service.js';
export { CatalogLoader } from './catalog.loader.js';
export { CatalogModule } from './catalog.module.js';
export { CatalogService, overtaken, type SaveOptions, type Saving, type VariantKey } from './catalog.service.js';
export { CategoryService, type CategoryInput } from './category.service.js';
export { collectionsColumn } from './collections/collection.repository.js';
export { ownersOf } from './part-numbers/part-number.js';
export { PartNumbersService } from './part-numbers/part-numbers.service.js';
export type { Category, Product, Variant } from './presented.js';
export {
  units,
  type CategoryRef,
  type Media,
  type Option,
  type ProductInput,
  type ProductOption,
  type SavedProduct,
  type SavedVariant,
  type Seo,
  type Unit,
  type VariantInput,
} from './product.js';
export type { Refusal, SaveMode } from './save-products.js';
export { categorySeenBy, productSeenBy } from './seen.js';
export type { Sight } from './sight.js';
