/** What may be granted: the schema's enum Permission without EVERYONE and CUSTOMER. */
export const permissions = [
  'MANAGE_CATALOG',
  'MANAGE_PRICES',
  'MANAGE_PROMOTIONS',
  'MANAGE_STOCK',
  'MANAGE_ORDERS',
  'MANAGE_SETTINGS',
  'MANAGE_CUSTOMERS',
  'MANAGE_ORGANIZATIONS',
  'MANAGE_ACCESS',
  'RESOLVE_EXCEPTIONS',
  'SELL',
] as const;

/** What a key or a role may grant. */
export type Permission = (typeof permissions)[number];

/** Whether the text names a permission that may be granted. */
export function isPermission(text: string): text is Permission {
  return (permissions as readonly string[]).includes(text);
}
