import { accountEmail, isLanguage } from '#kernel';
import type { Profile } from './customer.js';
import { customersErrors } from './customers.errors.js';

/** What an input may say of a customer; what it leaves out stays, null takes it away. */
export interface ProfileFields {
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly locale?: string | null | undefined;
}

/** The profile of a new customer. @throws UserError INVALID naming the field */
export function newProfile(email: string, fields: Omit<ProfileFields, 'email'>): Profile {
  return changedProfile({ email: accountEmail(email), name: null, phone: null, locale: null }, fields);
}

/** The profile with what the fields say. @throws UserError INVALID naming the field */
export function changedProfile(profile: Profile, { email, name, phone, locale }: ProfileFields): Profile {
  return {
    email: email == null ? profile.email : accountEmail(email),
    name: name === undefined ? profile.name : textOf('name', name, 200),
    phone: phone === undefined ? profile.phone : textOf('phone', phone, 50),
    locale: locale === undefined ? profile.locale : languageOf(locale),
  };
}

function textOf(field: string, text: string | null, max: number): string | null {
  const trimmed = text?.trim();
  if (!trimmed) return null;
  if (trimmed.length > max) throw customersErrors.tooLong(field, max);
  return trimmed;
}

function languageOf(locale: string | null): string | null {
  if (locale === null || isLanguage(locale)) return locale;
  throw customersErrors.badLocale();
}
