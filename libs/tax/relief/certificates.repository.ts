import type { TaxRelief } from '#engine';
import type { Id } from '#kernel';
import { statement, type Database } from '#platform/db';
import { taxReliefsOf, reliefFields, type ReliefsJson } from './relief.repository.js';

/** SQL: the exemption certificates of these numbers, whoever has them, as `CertificatesJson`; null: there are none. */
export function certificatesColumn(numbers: string): string {
  return `(select json_object_agg(c.number, c.reliefs) from (select f.number, json_agg(${reliefFields('f')} order by f.id desc) reliefs
      from tax_relief f where f.kind = 'EXEMPT' and f.number = any(${numbers}) group by f.number) c)`;
}

/** Certificates as `certificatesColumn` gives them, by number. */
export type CertificatesJson = Readonly<Record<string, ReliefsJson>> | null;

/** The certificates of `certificatesColumn`, by number. */
export function certificatesOf(json: CertificatesJson): ReadonlyMap<string, readonly TaxRelief[]> {
  return new Map(Object.entries(json ?? {}).map(([number, reliefs]) => [number, taxReliefsOf(reliefs)]));
}

/** A certificate as tills know it: by what its number comes to, so that a lost till holds no list of numbers. */
export interface HashedCertificate extends Omit<TaxRelief, 'proof'> {
  readonly id: Id<'taxRelief'>;
  /** SHA-256 of the number in UTF-8, in hexadecimal. */
  readonly numberHash: string;
}

const page = statement<{ id: Id<'taxRelief'>; hash: string; relief: NonNullable<ReliefsJson>[number] }>(
  'tax.certificates',
  `select f.id, encode(sha256(convert_to(f.number, 'UTF8')), 'hex') hash, ${reliefFields('f')} relief from tax_relief f
   where f.kind = 'EXEMPT' and f.id > $1 and (f.valid_to is null or f.valid_to > now()) order by f.id limit $2`,
);

/** So many exemption certificates after one, in the order of their ids, those that are over left out. */
export async function pageOfCertificates(db: Database, after: string, most: number): Promise<HashedCertificate[]> {
  return (await db.read(page, [after, most])).flatMap(({ id, hash: numberHash, relief }) =>
    taxReliefsOf([relief]).map(({ proof: _proof, ...rest }) => ({ id, numberHash, ...rest })),
  );
}
