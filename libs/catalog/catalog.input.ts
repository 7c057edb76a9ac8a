import { localized, parseDecimal, quantityScale, type Context, type Path } from '#kernel';
import type {
  AttributeValueInput,
  CreateProductInput,
  UpdateProductInput,
  VariantInput as VariantFields,
} from '#platform/graphql';
import type { AttributeInput } from './attributes/attribute-value.js';
import type { ProductInput, VariantInput } from './product.js';

/** What a mutation's input asks of a product. @throws UserError naming the field */
export function productInput(input: CreateProductInput | UpdateProductInput, context: Context): ProductInput {
  const title = localized(input.seo?.title, input.locale, context);
  const summary = localized(input.seo?.description, input.locale, context);
  const locale = languageOf(input.locale, context);
  const attributes = (values: AttributeFields): AttributeInput[] | undefined => values?.map((value) => ({ ...value, locale }));
  return {
    ...('id' in input && whichProduct(input)),
    slug: input.slug ?? undefined,
    name: localized(input.name, input.locale, context),
    description: localized(input.description, input.locale, context),
    vendor: input.vendor,
    productType: input.productType,
    tags: input.tags ?? undefined,
    media: input.media?.map(({ url, alt }) => ({ url, alt: alt ?? null })),
    seo: input.seo ? { ...(title && { title }), ...(summary && { description: summary }) } : undefined,
    taxClassCode: input.taxClassCode ?? undefined,
    published: 'published' in input ? (input.published ?? undefined) : undefined,
    variants: input.variants?.map((variant, index) => variantInput(variant, attributes, ['variants', index])),
    categories: input.categorySlugs?.map((slug) => ({ slug })),
    attributes: attributes(input.attributes),
    assortment: input.assortment ?? undefined,
  };
}

type AttributeFields = readonly AttributeValueInput[] | null | undefined;

/** The language that texts of the input are in. */
function languageOf(locale: string | null | undefined, context: Context): string {
  const [language = ''] = Object.keys(localized('', locale, context) ?? {});
  return language;
}

function whichProduct({ id, expectedVersion }: UpdateProductInput): Pick<ProductInput, 'id' | 'expectedVersion'> {
  return { id, expectedVersion: expectedVersion == null ? undefined : parseDecimal(expectedVersion, 0, ['expectedVersion']) };
}

function variantInput(
  input: VariantFields,
  attributes: (values: AttributeFields) => AttributeInput[] | undefined,
  path: Path,
): VariantInput {
  return {
    id: input.id ?? undefined,
    sku: input.sku,
    gtin: input.gtin,
    options: input.options ?? undefined,
    taxClassCode: input.taxClassCode,
    unit: input.unit ?? undefined,
    quantityStep:
      input.quantityStep == null ? undefined : Number(parseDecimal(input.quantityStep, quantityScale, [...path, 'quantityStep'])),
    weightGrams: input.weightGrams ?? undefined,
    requiresShipping: input.requiresShipping ?? undefined,
    tracked: input.tracked ?? undefined,
    backorder: input.backorder ?? undefined,
    image: input.image,
    attributes: attributes(input.attributes),
  };
}
