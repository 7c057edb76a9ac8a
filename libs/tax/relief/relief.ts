import { isId, type Id, type Path } from '#kernel';
import type { TaxRelief } from '#engine';
import { refused } from '../tax.errors.js';
import type { TaxRules } from '../tax.js';

/** Who owes less tax: a customer, or a unit of an organization with all below it. */
export type ReliefHolder =
  | { readonly customerId: Id<'customer'>; readonly organizationId: null }
  | { readonly customerId: null; readonly organizationId: Id<'organization'> };

/** Why somebody owes less tax, as it is kept. */
export interface StoredRelief extends Omit<TaxRelief, 'proof'> {
  readonly id: Id<'taxRelief'>;
  readonly holder: ReliefHolder;
  /** Of the certificate, or the VAT id. */
  readonly number: string;
  /** What the check of the VAT id answered with; null: it has not been checked, and the tax is charged. */
  readonly consultation: string | null;
  /** Counts its changes. */
  readonly version: bigint;
}

/** A relief to keep. */
export interface ReliefInput {
  readonly customerId?: string | null;
  readonly organizationId?: string | null;
  readonly kind: TaxRelief['kind'];
  readonly number: string;
  readonly consultationNumber?: string | null;
  readonly classCodes?: readonly string[] | null;
  readonly zoneCodes?: readonly string[] | null;
  readonly validFrom?: Date | null;
  readonly validTo?: Date | null;
}

/** A new relief. One by reverse charge counts in the zone of its VAT id's country unless others are named. @throws UserError naming the field */
export function newRelief(id: Id<'taxRelief'>, input: ReliefInput, rules: TaxRules): StoredRelief {
  const { kind } = input;
  const number = kind === 'EXEMPT' ? textAt(input.number, ['number']) : vatId(input.number, ['number']);
  const consultation = input.consultationNumber == null ? null : consultationAt(kind, input.consultationNumber);
  const validFrom = input.validFrom?.getTime() ?? null;
  const validTo = input.validTo?.getTime() ?? null;
  if (validFrom !== null && validTo !== null && validTo <= validFrom) throw refused.window(['validTo']);
  const classIds = idsOf(rules.classes, input.classCodes ?? [], 'tax class', 'classCodes');
  const named = idsOf(rules.zones, input.zoneCodes ?? [], 'tax zone', 'zoneCodes');
  const zoneIds = kind === 'REVERSE_CHARGE' && named.length === 0 ? [zoneOfVatId(number, rules)] : named;
  return { id, holder: holderOf(input), kind, number, consultation, classIds, zoneIds, validFrom, validTo, version: 1n };
}

/** The relief with another end. @throws UserError naming the field */
export function endedRelief(relief: StoredRelief, validTo: Date | null): StoredRelief {
  if (validTo !== null && relief.validFrom !== null && validTo.getTime() <= relief.validFrom) throw refused.window(['validTo']);
  return { ...relief, validTo: validTo?.getTime() ?? null };
}

/** The relief with what a check of its VAT id has answered; null: the id is no longer good. @throws UserError naming the field */
export function consultedRelief(relief: StoredRelief, consultationNumber: string | null): StoredRelief {
  const consultation = consultationNumber === null ? null : consultationAt(relief.kind, consultationNumber);
  return { ...relief, consultation };
}

function holderOf({ customerId, organizationId }: ReliefInput): ReliefHolder {
  if (customerId != null && organizationId != null) throw refused.twoHolders(['organizationId']);
  if (customerId != null && isId('customer', customerId)) return { customerId, organizationId: null };
  if (organizationId != null && isId('organization', organizationId)) return { customerId: null, organizationId };
  const field = organizationId == null ? 'customerId' : 'organizationId';
  throw refused.unknown(field === 'customerId' ? 'customer' : 'organization', customerId ?? organizationId ?? '', [field]);
}

function consultationAt(kind: TaxRelief['kind'], number: string): string {
  if (kind === 'EXEMPT') throw refused.noVatId(['consultationNumber']);
  return textAt(number, ['consultationNumber']);
}

function textAt(text: string, path: Path): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 100 || trimmed.includes('\u0000')) throw refused.number(path);
  return trimmed;
}

function vatId(text: string, path: Path): string {
  const id = text.replaceAll(/[\s.-]/g, '').toUpperCase();
  if (!/^[A-Z]{2}[0-9A-Z+*]{2,13}$/.test(id)) throw refused.vatId(path);
  return id;
}

function zoneOfVatId(id: string, { zones }: TaxRules): Id<'taxZone'> {
  const prefix = id.slice(0, 2);
  // Greece writes its language there
  const country = prefix === 'EL' ? 'GR' : prefix;
  const zone = zones.find(({ countries }) => countries.includes(country));
  if (!zone) throw refused.zoneUnknown(country, ['zoneCodes']);
  return zone.id;
}

function idsOf<T extends string>(
  all: readonly { readonly id: T; readonly code: string }[],
  codes: readonly string[],
  what: string,
  field: string,
): T[] {
  const ids = codes.map((wanted, index) => {
    const one = all.find(({ code }) => code === wanted);
    if (!one) throw refused.unknown(what, wanted, [field, index]);
    return one.id;
  });
  return [...new Set(ids)];
}
