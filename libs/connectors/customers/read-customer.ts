import { checkedAddress, UserError, type AddressFields } from '#kernel';
import type { ImportedAddress, ImportedCustomer } from '#customers';
import type { CellReader } from '../cell-reader.js';
import type { FieldColumn, RowInput } from '../refused-cells.js';
import type { Row, Unit } from '../row.js';
import type { SeenCodes } from '../seen-codes.js';

/** The columns of customers; a row has one address, and further rows of the same e-mail address further ones. */
export const customerColumn = {
  email: 'email',
  name: 'name',
  phone: 'phone',
  locale: 'locale',
  groups: 'groups',
  addressName: 'address_name',
  company: 'address_company',
  line1: 'address_line1',
  line2: 'address_line2',
  postalCode: 'address_postcode',
  city: 'address_city',
  region: 'address_region',
  country: 'address_country',
  addressPhone: 'address_phone',
  defaultShipping: 'default_shipping',
  defaultBilling: 'default_billing',
} as const;

/** Where the fields of a customer come from. */
export const customerFields: readonly FieldColumn[] = [
  { path: ['email'], column: customerColumn.email, weight: 'REQUIRED' },
  { path: ['name'], column: customerColumn.name, weight: 'OPTIONAL' },
  { path: ['phone'], column: customerColumn.phone, weight: 'OPTIONAL' },
  { path: ['locale'], column: customerColumn.locale, weight: 'OPTIONAL' },
  { path: ['groups'], column: customerColumn.groups, weight: 'OPTIONAL' },
];

const columnOf: Readonly<Record<string, string>> = {
  ...customerColumn,
  name: customerColumn.addressName,
  phone: customerColumn.addressPhone,
};

/** An e-mail address as rows are told apart by it. */
export const emailKey = (text: string | undefined): string | undefined => text?.normalize('NFC').toLowerCase();

/** Reads a customer from its rows; null when it says nothing that can be kept. */
export function readCustomer(cells: CellReader, { rows }: Unit, seen: SeenCodes): RowInput<ImportedCustomer> | null {
  const [row] = rows;
  if (!row) return null;
  const email = cells.given(row, customerColumn.email);
  if (email === undefined) {
    cells.note(row, customerColumn.email, 'there is no e-mail address', 'REQUIRED');
    return null;
  }
  const before = seen.claim(emailKey(email) ?? '', row.number);
  if (before !== null)
    cells.note(row, customerColumn.email, `row ${before} has begun this customer: its rows have to stand together`, 'REQUIRED');
  const input = {
    email,
    name: cells.cleared(row, customerColumn.name),
    phone: cells.cleared(row, customerColumn.phone),
    locale: cells.cleared(row, customerColumn.locale),
    groups: cells.words(row, customerColumn.groups),
    addresses: rows.flatMap((each) => addressOf(cells, each) ?? []),
  };
  return { row, input };
}

function addressOf(cells: CellReader, row: Row): ImportedAddress | undefined {
  const said = (column: string) => cells.given(row, column);
  const fields = {
    name: said(customerColumn.addressName) ?? said(customerColumn.name) ?? '',
    company: said(customerColumn.company),
    line1: said(customerColumn.line1) ?? '',
    line2: said(customerColumn.line2),
    postalCode: said(customerColumn.postalCode),
    city: said(customerColumn.city) ?? '',
    region: said(customerColumn.region),
    country: said(customerColumn.country)?.toUpperCase() ?? '',
    phone: said(customerColumn.addressPhone),
  };
  const { name, ...place } = fields;
  if (Object.values(place).every((text) => !text)) return undefined;
  const uses = {
    defaultShipping: cells.flag(row, customerColumn.defaultShipping) ?? false,
    defaultBilling: cells.flag(row, customerColumn.defaultBilling) ?? false,
  };
  return isWhole(cells, row, fields) ? { address: { ...place, name }, ...uses } : undefined;
}

function isWhole(cells: CellReader, row: Row, fields: AddressFields): boolean {
  if (!/^[A-Z]{2}$/.test(fields.country)) {
    cells.note(row, customerColumn.country, 'a country is two letters, such as DE');
    return false;
  }
  try {
    checkedAddress(fields, []);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    cells.note(row, columnOf[String(error.path[0])] ?? customerColumn.line1, error.message);
    return false;
  }
}
