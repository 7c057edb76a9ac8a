import { UserError } from '#kernel';

/** Everything that channels may refuse. */
export const channelsErrors = {
  badCode: () => new UserError('INVALID', 'a code has 1 to 40 small letters, digits and hyphens', ['code']),
  noName: () => new UserError('INVALID', 'a name is missing', ['name']),
  noCurrency: () => new UserError('INVALID', 'a channel sells in at least one currency', ['currencies']),
  noLocale: () => new UserError('INVALID', 'a channel speaks at least one language', ['locales']),
  badLocale: (index: number) => new UserError('INVALID', 'a language is a BCP 47 tag such as en or pt-BR', ['locales', index]),
  repeated: (field: string, index: number) => new UserError('INVALID', 'this is in the list already', [field, index]),
  badLocation: (index: number) => new UserError('INVALID', 'this is not the id of a location', ['locationIds', index]),
  badTaxProvider: () =>
    new UserError('INVALID', 'it is table, or the code of an outside tax engine such as http', ['taxProvider']),
  badTimeZone: () => new UserError('INVALID', 'it is a time zone such as Europe/Amsterdam', ['timeZone']),
  badSafetyStock: () => new UserError('INVALID', 'the safety stock cannot be below zero', ['safetyStock']),
  badConvention: (key: string, known: readonly string[]) =>
    new UserError('INVALID', `this convention is one of ${known.join(', ')}`, ['conventions', key]),
  stale: (version: bigint) =>
    new UserError('STALE_VERSION', 'the channel has been changed in the meantime', ['expectedVersion'], {
      version: version.toString(),
    }),
  codeTaken: (code: string) => new UserError('ALREADY_EXISTS', `the code ${code} is taken`, ['code'], { code }),
  noLegalEntity: (id: string) =>
    new UserError('NOT_FOUND', 'there is no such legal entity', ['legalEntityId'], { id: id.slice(0, 40) }),
  noChannel: (id: string) => new UserError('NOT_FOUND', 'there is no such channel', ['id'], { id: id.slice(0, 40) }),
} as const;
