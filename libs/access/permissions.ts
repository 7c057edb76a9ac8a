/** What a key may grant, besides what everybody may: the schema's enum Permission without EVERYONE. */
export const permissions = [
  'MANAGE_CATALOG',
  'MANAGE_PRICES',
  'MANAGE_PROMOTIONS',
  'MANAGE_STOCK',
  'MANAGE_ORDERS',
  'MANAGE_SETTINGS',
] as const;

/** What a key may grant. */
export type Permission = (typeof permissions)[number];

/** Whether the text names a permission. */
export function isPermission(text: string): text is Permission {
  return (permissions as readonly string[]).includes(text);
}
