import type { Item } from '#cart/rules';
import { reliefsVerdict, type TaxRelief, type Terms } from '#engine';
import type { Facts } from '#kernel';
import { soldAt, type ReportedSale } from './sale.js';

/**
 * Why the certificate that a till has let count frees nothing of what it sold; null: it frees something, or none was shown. What is
 * sold over the counter is supplied where the channel is.
 */
export function refusedCertificate(
  sale: ReportedSale,
  items: readonly (Item | null)[],
  certificates: readonly TaxRelief[],
  { zoneOf }: Pick<Terms, 'zoneOf'>,
  country: string,
): Facts | null {
  if (sale.certificate === undefined) return null;
  const [zoneId, at] = [zoneOf.get(country) ?? null, soldAt(sale).getTime()];
  const verdicts = items.flatMap((item) => (item ? [reliefsVerdict(certificates, item.taxClassId, zoneId, at)] : []));
  if (verdicts.includes('FREED')) return null;
  return { reason: verdicts.find((verdict) => verdict !== null) ?? 'UNKNOWN' };
}
