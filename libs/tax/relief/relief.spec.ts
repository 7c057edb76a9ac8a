import { idOf, UserError, type Id } from '#kernel';
import type { TaxRules } from '../tax.js';
import { consultedRelief, endedRelief, newRelief, type ReliefInput } from './relief.js';

const zone = (code: string, ...countries: string[]) => ({
  id: `txz_${code}` as Id<'taxZone'>,
  code,
  name: code,
  countries,
  version: 1n,
});
const rules: TaxRules = {
  classes: [{ id: 'txc_books' as Id<'taxClass'>, code: 'books', name: 'Books' }],
  zones: [zone('nl', 'NL'), zone('gr', 'GR')],
  rates: [],
};
const id = idOf('taxRelief', '0'.repeat(26));
const customerId = idOf('customer', '0'.repeat(26));
const made = (input: Partial<ReliefInput>) => newRelief(id, { customerId, kind: 'EXEMPT', number: 'C-1', ...input }, rules);

function refusal(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return [error.code, ...error.path];
    throw error;
  }
  return null;
}

test('a certificate frees all goods everywhere unless it says less', () => {
  const everything = { id, holder: { customerId, organizationId: null }, consultation: null, version: 1n };
  expect(made({})).toEqual({
    ...everything,
    kind: 'EXEMPT',
    number: 'C-1',
    classIds: [],
    zoneIds: [],
    validFrom: null,
    validTo: null,
  });
  const narrow = { classCodes: ['books', 'books'], zoneCodes: ['nl'], validFrom: new Date(1), validTo: new Date(2) };
  expect(made(narrow)).toMatchObject({ classIds: ['txc_books'], zoneIds: ['txz_nl'], validFrom: 1, validTo: 2 });
});

test('a VAT id counts in the zone of its country, and in others only if they are named', () => {
  const kind = 'REVERSE_CHARGE' as const;
  expect(made({ kind, number: ' nl 1234.56789-b01 ' })).toMatchObject({ number: 'NL123456789B01', zoneIds: ['txz_nl'] });
  expect(made({ kind, number: 'EL123456789' }).zoneIds).toEqual(['txz_gr']);
  expect(made({ kind, number: 'NL123456789B01', zoneCodes: ['gr'] }).zoneIds).toEqual(['txz_gr']);
  expect(refusal(() => made({ kind, number: 'FR12345678901' }))).toEqual(['INVALID', 'zoneCodes']);
  expect(refusal(() => made({ kind, number: '12' }))).toEqual(['INVALID', 'number']);
});

test.each<[Partial<ReliefInput>, unknown]>([
  [{ number: ' ' }, ['INVALID', 'number']],
  [{ consultationNumber: 'W-1' }, ['INVALID', 'consultationNumber']],
  [{ classCodes: ['toys'] }, ['NOT_FOUND', 'classCodes', 0]],
  [{ zoneCodes: ['nl', 'moon'] }, ['NOT_FOUND', 'zoneCodes', 1]],
  [{ validFrom: new Date(2), validTo: new Date(2) }, ['INVALID', 'validTo']],
  [{ customerId: 'x' }, ['NOT_FOUND', 'customerId']],
  [{ customerId: null }, ['NOT_FOUND', 'customerId']],
  [{ customerId: null, organizationId: 'x' }, ['NOT_FOUND', 'organizationId']],
  [{ organizationId: 'x' }, ['INVALID', 'organizationId']],
])('refuses %j', (input, why) => {
  expect(refusal(() => made(input))).toEqual(why);
});

test('ends, and is checked again', () => {
  expect(endedRelief(made({ validFrom: new Date(5) }), new Date(6)).validTo).toBe(6);
  expect(refusal(() => endedRelief(made({ validFrom: new Date(5) }), new Date(5)))).toEqual(['INVALID', 'validTo']);
  const checked = made({ kind: 'REVERSE_CHARGE', number: 'NL123456789B01', consultationNumber: 'W-1' });
  expect(checked.consultation).toBe('W-1');
  expect(consultedRelief(checked, null).consultation).toBeNull();
  expect(refusal(() => consultedRelief(made({}), 'W-2'))).toEqual(['INVALID', 'consultationNumber']);
});
