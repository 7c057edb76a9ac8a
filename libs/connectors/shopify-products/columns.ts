/** The columns of Shopify's product CSV that are imported; a file may have them in any order, and others besides. */
export const column = {
  handle: 'Handle',
  title: 'Title',
  body: 'Body (HTML)',
  vendor: 'Vendor',
  type: 'Type',
  tags: 'Tags',
  published: 'Published',
  status: 'Status',
  sku: 'Variant SKU',
  grams: 'Variant Grams',
  tracker: 'Variant Inventory Tracker',
  quantity: 'Variant Inventory Qty',
  inventoryPolicy: 'Variant Inventory Policy',
  price: 'Variant Price',
  compareAt: 'Variant Compare At Price',
  requiresShipping: 'Variant Requires Shipping',
  taxable: 'Variant Taxable',
  barcode: 'Variant Barcode',
  image: 'Image Src',
  imagePosition: 'Image Position',
  imageAlt: 'Image Alt Text',
  seoTitle: 'SEO Title',
  seoDescription: 'SEO Description',
  variantImage: 'Variant Image',
} as const;

/** The columns of the three options, in their order. */
export const optionColumns = [1, 2, 3].map((number) => ({
  name: `Option${number} Name`,
  value: `Option${number} Value`,
}));

/** All columns that are looked at. */
export const columns: readonly string[] = [
  ...Object.values(column),
  ...optionColumns.flatMap(({ name, value }) => [name, value]),
];
