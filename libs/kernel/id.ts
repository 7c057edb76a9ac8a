/** The prefix that the id of each kind of thing carries, so that a stray id says what it is. */
export const idPrefixes = {
  accessKey: 'key',
  address: 'adr',
  attribute: 'attr',
  cart: 'cart',
  category: 'cat',
  channel: 'chan',
  contract: 'con',
  contractCap: 'cap',
  conversionRate: 'cvr',
  collection: 'col',
  customer: 'cus',
  customerGroup: 'grp',
  entry: 'ent',
  event: 'evt',
  exception: 'exc',
  importRun: 'imp',
  legalEntity: 'le',
  location: 'loc',
  movement: 'mov',
  order: 'ord',
  organization: 'org',
  payment: 'pay',
  price: 'prc',
  priceCorrection: 'pcor',
  priceList: 'pl',
  pricePromise: 'pp',
  product: 'prod',
  promotion: 'promo',
  promotionChange: 'pchg',
  promotionGroup: 'pgrp',
  role: 'role',
  sale: 'sale',
  segment: 'seg',
  session: 'ses',
  shippingMethod: 'ship',
  staff: 'stf',
  taxClass: 'txc',
  taxRate: 'txr',
  taxRelief: 'txf',
  taxZone: 'txz',
  variant: 'var',
} as const;

/** A kind of thing that has ids. */
export type IdKind = keyof typeof idPrefixes;

declare const kind: unique symbol;

/** An opaque, sortable id such as `cart_01J8…`: its kind's prefix and a ULID. */
export type Id<K extends IdKind> = string & { readonly [kind]: K };

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Whether the text is an id of this kind. */
export function isId<K extends IdKind>(kind: K, text: string): text is Id<K> {
  const prefix = idPrefixes[kind];
  return text.startsWith(`${prefix}_`) && ulid.test(text.slice(prefix.length + 1));
}

/** Puts an id together from a ULID that was made elsewhere: the kernel has no clock and no dice. */
export function idOf<K extends IdKind>(kind: K, ulid: string): Id<K> {
  return `${idPrefixes[kind]}_${ulid}` as Id<K>;
}
