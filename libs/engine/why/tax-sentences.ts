import { formatMoney, formatShort, percentScale, type CurrencyCode } from '#kernel';
import type { TaxTrace } from '../taxes/tax-trace.js';
import type { Called } from './called.js';

const grounds: Readonly<Record<Exclude<TaxTrace['verdict'], 'TAXED' | 'ASSESSED'>, string>> = {
  ZERO_RATED: 'its rate is 0 %',
  FREED: "the buyer's relief frees it",
  NO_ZONE: 'the country is in no tax zone',
  NO_RATE: 'there is no rate for its class there and then',
};

/** Why an amount bears its tax. */
export function taxSentence(what: string, trace: TaxTrace, currency: CurrencyCode, called: Called): string {
  const { classId, zoneId, verdict, rates, entry, net, tax, relief } = trace;
  const money = (minor: bigint): string => formatMoney({ minor, currency });
  const sum = `${called(what)}: net ${money(net)} and tax ${money(tax)} make ${money(net + tax)}`;
  const unfreed = relief === null || relief === 'FREED' ? '' : ` The buyer's relief does not count (${relief}).`;
  if (verdict !== 'TAXED' && verdict !== 'ASSESSED') return `${sum}: ${grounds[verdict]}.${unfreed}`;
  const parts = rates.map(({ name, percent, base, amount }) => {
    const rate = `${formatShort(percent, percentScale)} %`;
    return `${rate} of ${money(base)} is ${money(amount)}${name === rate ? '' : ` (${name})`}`;
  });
  if (verdict === 'ASSESSED') return `${sum}, as the outside engine has answered: ${parts.join('; ') || 'no tax'}.`;
  const where = `${classId === null ? 'the classes of the goods' : called(classId)} in ${zoneId === null ? 'no zone' : called(zoneId)}`;
  return `${sum}, for ${where}: ${parts.join('; ')}. The ${entry.toLowerCase()} amount was entered and stays.${unfreed}`;
}
