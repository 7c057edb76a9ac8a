import type { INestApplicationContext } from '@nestjs/common';
import { AccessService } from '#access';
import { CatalogService, PartNumbersService } from '#catalog';
import { ChannelsService } from '#channels';
import { CustomersService, SignInService } from '#customers';
import { InventoryService, LocationService } from '#inventory';
import { parseDecimal, priceScale, quantityScale, stranger, UserError, type Context, type Id } from '#kernel';
import { MembersService, OrganizationsService } from '#organizations';
import { PriceListService, PricingService } from '#pricing';
import { demoShop } from './demo-shop.js';
import { required, unlessThere } from './unless-there.js';

/** What somebody needs to try the demo shop's till and portal. */
export interface DemoBranches {
  /** The secret of the till's key. */
  readonly tillKey: string;
  /** What a buyer of the portal sends as `x-organization`. */
  readonly organizationId: string;
}

/** With what the demo shop's buyer signs in to the portal. */
export const demoBuyer = { email: 'buyer@acme.example.test', password: 'beans for everybody' };

/** What the contract of the demo's organization says, by SKU: from how many on which price. */
const contract: Readonly<Record<string, readonly (readonly [from: string, amount: string])[]>> = {
  'MUG-WHITE': [
    ['0', '10.90'],
    ['10', '9.90'],
    ['50', '8.50'],
  ],
  SOCKS: [
    ['0', '7.90'],
    ['20', '6.90'],
  ],
};

/** How many of each variant lie in the store. */
const inStore = 12;

/**
 * Opens a store with a till, and a portal with an organization that buys on account by a contract of its own, beside the demo shop's
 * web channel. What is there already stays.
 */
export async function openBranches(app: INestApplicationContext): Promise<DemoBranches> {
  const channels = app.get(ChannelsService, { strict: false });
  const web = required((await channels.all()).find(({ code }) => code === demoShop.channel.code));
  const { currencies, locales, country, legalEntityId } = web;
  const actor = { kind: 'system', name: 'seed' } as const;
  const context: Context = {
    actor,
    buyer: stranger,
    locales,
    requestId: 'seed',
    channel: web,
    currency: required(currencies[0]),
  };
  const store = await openStore(app, context, legalEntityId);
  const [main = store] = web.locationIds;
  await channels.updateChannel(web.id, { locationIds: [main, store] }, context);
  const like = { currencies: ['EUR'], locales, country, legalEntityId };
  const till = { ...like, code: 'till', name: 'City store', kind: 'TILL', locationIds: [store, main] } as const;
  await unlessThere(() => channels.createChannel({ ...till, paymentProviders: ['sandbox', 'manual'] }, context));
  const portal = {
    ...like,
    code: 'portal',
    name: 'Portal',
    kind: 'PORTAL',
    taxEntry: 'NET',
    locationIds: [main, store],
  } as const;
  await unlessThere(() => channels.createChannel({ ...portal, paymentProviders: ['on-account', 'sandbox'] }, context));
  const organizationId = await openOrganization(app, context);
  const tillId = required((await channels.all()).find(({ code }) => code === till.code)).id;
  const access = app.get(AccessService, { strict: false });
  const device = { kind: 'DEVICE', name: 'Till 1', channelIds: [tillId], locationId: store, permissions: ['SELL'] } as const;
  return { tillKey: (await access.create(context, device)).secret, organizationId };
}

/** A store with a few of everything. */
async function openStore(app: INestApplicationContext, context: Context, legalEntityId: string): Promise<Id<'location'>> {
  const locations = app.get(LocationService, { strict: false });
  const address = { country: 'DE', city: 'Berlin', street: '1 Market Square', postcode: '10115' };
  await unlessThere(() => locations.createLocation(context, { code: 'city', name: 'City store', legalEntityId, address }));
  const locationId = required((await locations.codes()).get('city'));
  const level = { locationId, onHand: BigInt(inStore) * 1000n, unavailable: null, backorder: null };
  const variants = [...(await variantsBySku(app, context))].filter(([sku]) => sku !== 'TENT-2');
  const counts = variants.map(([, variantId]) => ({ ...level, variantId }));
  await app.get(InventoryService, { strict: false }).importLevels(context, counts, 'seed');
  return locationId;
}

/** An organization that buys on account under purchase order numbers, with a buyer, a contract, and a name of its own for the mug. */
async function openOrganization(app: INestApplicationContext, context: Context): Promise<Id<'organization'>> {
  const organizations = app.get(OrganizationsService, { strict: false });
  const settings = { onAccount: true, purchaseOrderRequired: true };
  await unlessThere(() => organizations.create({ code: 'acme', name: 'Acme Catering', ...settings }, context));
  const { id } = required((await organizations.page({ first: 100 })).nodes.find(({ code }) => code === 'acme'));
  const customerId = await accountOf(app, context);
  await app.get(CustomersService, { strict: false }).update(context, customerId, { emailVerified: true });
  const members = app.get(MembersService, { strict: false });
  await unlessThere(() => members.add('seed', { organizationId: id, customerId }, 'BUYER', context));
  const lists = app.get(PriceListService, { strict: false });
  const list = { code: 'acme', currency: 'EUR' };
  await unlessThere(() =>
    lists.create(list, { name: 'Contract of Acme', entry: 'GROSS', audience: { organizationIds: [id] } }, context),
  );
  const variants = await variantsBySku(app, context);
  const prices = Object.entries(contract).map(([sku, tiers]) => ({
    list: list.code,
    variantId: required(variants.get(sku)),
    tiers: tiers.map(([from, amount]) => ({
      minQuantity: parseDecimal(from, quantityScale),
      amount: parseDecimal(amount, priceScale),
      compareAt: null,
    })),
  }));
  await app.get(PricingService, { strict: false }).savePrices(prices, context);
  const number = { number: 'AC-1001', variantId: required(variants.get('MUG-WHITE')) };
  await app.get(PartNumbersService, { strict: false }).set(id, [number], null, context);
  return id;
}

async function accountOf(app: INestApplicationContext, context: Context): Promise<Id<'customer'>> {
  const signing = app.get(SignInService, { strict: false });
  try {
    return (await signing.signUp(context, { ...demoBuyer, name: 'Bea Buyer' })).customer.id;
  } catch (error) {
    if (!(error instanceof UserError && error.code === 'ALREADY_EXISTS')) throw error;
    return (await signing.signIn(context, demoBuyer.email, demoBuyer.password)).customer.id;
  }
}

async function variantsBySku(app: INestApplicationContext, context: Context): Promise<ReadonlyMap<string, Id<'variant'>>> {
  const { nodes } = await app.get(CatalogService, { strict: false }).products({ first: 100 }, { unpublished: true }, context);
  const variants = nodes.flatMap((product) => product.variants);
  return new Map(variants.flatMap(({ id, sku }) => (sku === null ? [] : [[sku, id] as const])));
}
