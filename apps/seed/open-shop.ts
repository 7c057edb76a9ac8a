import type { INestApplicationContext } from '@nestjs/common';
import { AccessService, permissions } from '#access';
import { CatalogService } from '#catalog';
import { ChannelsService } from '#channels';
import { InventoryService, type StockCount } from '#inventory';
import { parseDecimal, priceScale, quantityScale, type Context, type Id } from '#kernel';
import { PriceListService, PricingService, type PriceInput } from '#pricing';
import { PromotionsService } from '#promotions';
import { ShippingService } from '#shipping';
import { TaxService } from '#tax';
import type { PlannedProduct, PlannedVariant, ShopPlan } from './shop-plan.js';

/** Products that are saved in one go. */
const batchSize = 250;

/** Opens a shop in an empty database, through the same services that staff use; returns a staff key that may do everything. */
export async function openShop(app: INestApplicationContext, plan: ShopPlan): Promise<{ staffKey: string }> {
  const context = await openChannel(app, plan);
  const tax = app.get(TaxService, { strict: false });
  await tax.createClass({ code: 'standard', name: 'Standard' }, context);
  for (const { zone, name, countries, percent } of plan.taxes) {
    await tax.createZone({ code: zone, name, countries }, context);
    await tax.createRate({ classCode: 'standard', zoneCode: zone, name, percent }, context);
  }
  const lists = app.get(PriceListService, { strict: false });
  for (const { code, ...list } of plan.lists) await lists.create({ code, currency: list.currency }, { name: code, entry: list.entry }, context);
  const shipping = app.get(ShippingService, { strict: false });
  for (const { code, kind, name, rates } of plan.shipping) await shipping.create({ code, kind }, { name, rates }, context);
  const promotions = app.get(PromotionsService, { strict: false });
  for (const { percent, ...promotion } of plan.promotions)
    await promotions.create({ ...promotion, lane: 'ORDER', action: { type: 'percent_off_order', percent }, status: 'ACTIVE' }, context);
  for (const batch of batches(plan.products)) await stock(app, batch, context);
  const { secret } = await app.get(AccessService, { strict: false }).createKey('Everything', permissions);
  return { staffKey: secret };
}

async function openChannel(app: INestApplicationContext, { entity, location, channel }: ShopPlan): Promise<Context> {
  const channels = app.get(ChannelsService, { strict: false });
  const { id: legalEntityId } = await channels.createLegalEntity(entity);
  const system = { actor: { kind: 'system', name: 'seed' }, locales: channel.locales, requestId: 'seed' } as const;
  const opened = await channels.createChannel({ ...channel, kind: 'WEB', legalEntityId, locationIds: [], paymentProviders: ['sandbox', 'manual'] });
  const [currency] = opened.currencies;
  if (!currency) throw new Error('a channel sells in at least one currency');
  const place = await app
    .get(InventoryService, { strict: false })
    .createLocation({ ...system, channel: opened, currency }, { ...location, legalEntityId });
  return { ...system, channel: await channels.updateChannel(opened.id, { locationIds: [place.id] }), currency };
}

/** Products, prices and stock of a batch. */
async function stock(app: INestApplicationContext, products: readonly PlannedProduct[], context: Context): Promise<void> {
  const saved = await app.get(CatalogService, { strict: false }).saveProducts(
    products.map((product) => ({ ...product, published: true, variants: product.variants.map(({ prices, stock, ...variant }) => variant) })),
    context,
  );
  const sold = products.flatMap(({ variants }, index) =>
    variants.map((variant, position) => ({ variant, id: saved[index]?.variants[position]?.id })),
  );
  const known = sold.filter((each): each is { variant: PlannedVariant; id: Id<'variant'> } => each.id !== undefined);
  await app.get(PricingService, { strict: false }).savePrices(known.flatMap(pricesOf), context);
  const [locationId] = context.channel.locationIds;
  if (!locationId) throw new Error('a channel sells from at least one location');
  const counts = known.map(
    ({ variant, id }): StockCount => ({
      variantId: id,
      locationId,
      onHand: BigInt(variant.stock) * 1000n,
      unavailable: null,
      backorder: null,
    }),
  );
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
