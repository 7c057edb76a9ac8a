import { CatalogService } from '#catalog';
import { ChannelsService } from '#channels';
import { currencyOf, type Context } from '#kernel';
import { Database, quickRead } from '#platform/db';
import { aContext } from '../../test/support/context.js';
import { usingShop } from '../../test/support/shop.js';
import { VariantResolver } from './variant.resolver.js';

const shop = usingShop();
const sleep = quickRead('variant-resolver.sleep', 'select pg_sleep($1::float8)');

test('whoever asks in another currency at the same time is told of its prices, and nobody else is', async () => {
  const { app } = shop();
  const of = <T>(type: new (...args: never[]) => T): T => app.get<T>(type, { strict: false });
  const channel = of(ChannelsService).defaultChannel();
  if (!channel) throw new Error('the demo shop has a channel');
  const { Variant } = of(VariantResolver).fields;
  const inCurrency = (code: string): Context => aContext({ channel, currency: currencyOf(code) });
  // what is remembered of a page is the same for all its readers
  const variants = async (context: Context) =>
    (await of(CatalogService).products({}, { unpublished: false }, context)).nodes.flatMap((product) => product.variants);
  const currencies = async (context: Context): Promise<(string | undefined)[]> => {
    const prices = await Promise.all(
      (await variants(context)).map((variant) => Variant.price(variant, {}, { context } as never)),
    );
    return [...new Set(prices.map((price) => price?.currency))];
  };
  expect(await currencies(inCurrency('EUR'))).toEqual(['EUR']);

  const [mine, others] = [inCurrency('EUR'), inCurrency('USD')];
  const known = await variants(mine);
  const ask = (context: Context) => Promise.all(known.map((variant) => Variant.price(variant, {}, { context } as never)));
  const database = of(Database);
  // both connections are busy: the other's answer comes first, and mine while it is still expected by the prices that were known
  const busy = [database.read(sleep, [0.05]), database.read(sleep, [0.3])];
  const [theirs, ours] = await Promise.all([ask(others), ask(mine), ...busy]);
  const told = (prices: readonly ({ readonly currency: string } | null)[]) => [
    ...new Set(prices.map((price) => price?.currency)),
  ];
  expect({ theirs: told(theirs), ours: told(ours) }).toEqual({ theirs: ['USD'], ours: ['EUR'] });
});
