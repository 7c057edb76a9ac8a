import { UserError } from '#kernel';
import type { PriceListService } from '#pricing';
import type { Surroundings } from '../importer.js';

/**
 * The code of the list that the prices go to: the currency's base list, made when there is none and the import writes,
 * else null. @throws UserError when its prices are entered otherwise than the operator says
 */
export async function basePriceList(
  lists: PriceListService,
  { context, currency, options, writing }: Surroundings,
): Promise<string | null> {
  const base = await lists.base(currency);
  if (base && options.entry && base.entry !== options.entry)
    throw new UserError(
      'INVALID',
      `the prices of the list ${base.code} are ${base.entry}, not ${options.entry}: leave out --entry, or change the list`,
    );
  if (base) return base.code;
  if (!writing) return null;
  const code = currency.toLowerCase();
  return (await lists.create({ code, currency }, { name: code.toUpperCase(), entry: options.entry ?? 'GROSS' }, context)).code;
}
