import type { INestApplicationContext } from '@nestjs/common';
import { AccessService, permissions } from '#access';
import { CatalogService } from '#catalog';
import { ChannelsService, noChannel } from '#channels';
import { InventoryService, LocationService, type StockCount } from '#inventory';
import { type Context, type Id, parseDecimal, priceScale, quantityScale, stranger } from '#kernel';
import { PriceListService, PricingService, type PriceInput } from '#pricing';
import { PromotionsService } from '#promotions';
import { ShippingService } from '#shipping';
import { TaxService } from '#tax';
import type { PlannedProduct, PlannedVariant, ShopPlan } from './shop-plan.js';
import { required, unlessThere } from './unless-there.js';

/** The name of the key that an opening makes, as its last step. */
export const ownersKey = 'Everything';

/** Products that are saved in one go. */
const batchSize = 250;

/**
 * Opens a shop through the same services that staff use; returns a staff key that may do everything.
 * What is there already stays: an opening that was broken off goes on where it stopped. What `more` opens is there before the key is.
 */
export async function openShop(
  app: INestApplicationContext,
  plan: ShopPlan,
  more: () => Promise<void> = () => Promise.resolve(),
): Promise<{ staffKey: string }> {
  const context = await openChannel(app, plan);
  const tax = app.get(TaxService, { strict: false });
  await unlessThere(() => tax.createClass({ code: 'standard', name: 'Standard' }, context));
  for (const { zone, name, countries, percent } of plan.taxes) {
    await unlessThere(() => tax.createZone({ code: zone, name, countries }, context));
    await tax.createRate({ classCode: 'standard', zoneCode: zone, name, percent }, context, `seed ${zone}`);
  }
  const lists = app.get(PriceListService, { strict: false });
  for (const { code, currency, entry } of plan.lists)
    await unlessThere(() => lists.create({ code, currency }, { name: code, entry }, context));
  const shipping = app.get(ShippingService, { strict: false });
  for (const { code, kind, name, rates } of plan.shipping)
    await unlessThere(() => shipping.create({ code, kind }, { name, rates }, context));
  const promotions = app.get(PromotionsService, { strict: false });
  for (const { percent, code, ...promotion } of plan.promotions)
    await unlessThere(() =>
      promotions.create(
        { ...promotion, codes: [code], lane: 'ORDER', action: { type: 'percent_off_order', percent }, status: 'ACTIVE' },
        context,
      ),
    );
  for (const batch of batches(plan.products)) await stock(app, batch, context);
  await more();
  const { secret } = await app.get(AccessService, { strict: false }).createKey(context, ownersKey, permissions);
  return { staffKey: secret };
}

async function openChannel(app: INestApplicationContext, { entity, location, channel }: ShopPlan): Promise<Context> {
  const channels = app.get(ChannelsService, { strict: false });
  const asked = {
    actor: { kind: 'system', name: 'seed' },
    buyer: stranger,
    locales: channel.locales,
    requestId: 'seed',
  } as const;
  const before: Context = { ...asked, channel: noChannel, currency: required(noChannel.currencies[0]) };
  await unlessThere(() => channels.createLegalEntity(entity, before));
  const legalEntityId = required((await channels.legalEntities()).find(({ code }) => code === entity.code)).id;
  const web = { ...channel, kind: 'WEB', legalEntityId, locationIds: [], paymentProviders: ['sandbox', 'manual'] } as const;
  await unlessThere(() => channels.createChannel(web, before));
  const opened = required((await channels.all()).find(({ code }) => code === channel.code));
  const context = { ...asked, channel: opened, currency: required(opened.currencies[0]) };
  const locations = app.get(LocationService, { strict: false });
  await unlessThere(() => locations.createLocation(context, { ...location, legalEntityId }));
  const place = required((await locations.codes()).get(location.code));
  return { ...context, channel: await channels.updateChannel(opened.id, { locationIds: [place] }, context) };
}

/** Products, prices and stock of a batch. */
async function stock(app: INestApplicationContext, products: readonly PlannedProduct[], context: Context): Promise<void> {
  const saved = await app.get(CatalogService, { strict: false }).saveProducts(
    products.map((product) => ({
      ...product,
      published: true,
      variants: product.variants.map(({ prices, stock, ...variant }) => variant),
    })),
    context,
  );
  const sold = products.flatMap(({ variants }, index) =>
    variants.map((variant, position) => ({ variant, id: saved[index]?.variants[position]?.id })),
  );
  const known = sold.filter((each): each is { variant: PlannedVariant; id: Id<'variant'> } => each.id !== undefined);
  await app.get(PricingService, { strict: false }).savePrices(known.flatMap(pricesOf), context);
  const [locationId] = context.channel.locationIds;
  if (!locationId) throw new Error('a channel sells from at least one location');
  const counts = known.map(({ variant, id }): StockCount => ({
    variantId: id,
    locationId,
    onHand: BigInt(variant.stock) * 1000n,
    unavailable: null,
    backorder: null,
  }));
  await app.get(InventoryService, { strict: false }).importLevels(context, counts, 'seed');
}

function pricesOf({ variant, id }: { variant: PlannedVariant; id: Id<'variant'> }): PriceInput[] {
  return Object.entries(variant.prices).map(([list, tiers]) => ({
    list,
    variantId: id,
    tiers: tiers.map(([from, amount]) => ({
      minQuantity: parseDecimal(from, quantityScale),
      amount: parseDecimal(amount, priceScale),
      compareAt: null,
    })),
  }));
}

function* batches(products: Iterable<PlannedProduct>): Generator<PlannedProduct[]> {
  let batch: PlannedProduct[] = [];
  for (const product of products) {
    batch.push(product);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
