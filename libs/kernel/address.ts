import { UserError, type Path } from './user-error.js';

/** Where to deliver, or whom to bill. */
export interface Address {
  readonly name: string;
  readonly company?: string | null;
  readonly line1: string;
  readonly line2?: string | null;
  readonly city: string;
  readonly postalCode?: string | null;
  readonly region?: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly phone?: string | null;
}

/** An address as somebody has entered it. */
export type AddressFields = { readonly [K in keyof Address]: Address[K] | undefined } & Pick<
  Address,
  'name' | 'line1' | 'city' | 'country'
>;

/** The address without blanks around its texts, every field there. @throws UserError INVALID naming the field below `path` */
export function checkedAddress(input: AddressFields, path: Path): Address {
  const required = (name: 'name' | 'line1' | 'city') => {
    const text = input[name].trim();
    if (text.length >= 1 && text.length <= 200) return text;
    throw new UserError('INVALID', `${name} must have 1 to 200 characters`, [...path, name], { min: 1, max: 200 });
  };
  const optional = (name: 'company' | 'line2' | 'postalCode' | 'region' | 'phone') => {
    const text = input[name]?.trim();
    if (!text) return null;
    if (text.length <= 200) return text;
    throw new UserError('INVALID', `${name} may have at most 200 characters`, [...path, name], { max: 200 });
  };
  return {
    name: required('name'),
    company: optional('company'),
    line1: required('line1'),
    line2: optional('line2'),
    city: required('city'),
    postalCode: optional('postalCode'),
    region: optional('region'),
    country: input.country,
    phone: optional('phone'),
  };
}

/** The e-mail address without blanks around it. @throws UserError INVALID */
export function checkedEmail(text: string, path: Path = ['email']): string {
  const trimmed = text.trim();
  if (trimmed.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed)) return trimmed;
  throw new UserError('INVALID', 'this is not an e-mail address', path);
}

/** The e-mail address of an account as people are told apart by it: in small letters. @throws UserError INVALID */
export function accountEmail(text: string): string {
  return checkedEmail(text).normalize('NFC').toLowerCase();
}
