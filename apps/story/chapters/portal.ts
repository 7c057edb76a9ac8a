import { channelBeside, type Channel } from '../channels.js';
import type { Goods } from '../goods.js';
import { emailOf, newCustomer } from '../people.js';
import { createCart, product } from '../requests.js';
import { must, type Document, type Somebody } from '../somebody.js';
import type { Stage } from '../stage.js';
import type { Variants } from './import.js';

/** A unit of an organization that buys in the portal. */
export interface Portal {
  readonly organizationId: string;
  /** Its first buyer. */
  readonly buyer: Somebody;
}

const createOrganization: Document<{ readonly organization: { readonly id: string } }> = {
  text: `mutation ($input: CreateOrganizationInput!) {
  createOrganization(input: $input) {
    organization { id }
    userErrors { code message path }
  }
}`,
};
const addOrganizationMember: Document<object> = {
  text: `mutation ($input: AddOrganizationMemberInput!) {
  addOrganizationMember(input: $input) {
    member { role }
    userErrors { code message path }
  }
}`,
};
const createPriceList: Document<object> = {
  text: `mutation ($input: CreatePriceListInput!) {
  createPriceList(input: $input) {
    priceList { id code }
    userErrors { code message path }
  }
}`,
};
const setPrices: Document<object> = {
  text: `mutation ($input: SetPricesInput!) {
  setPrices(input: $input) {
    userErrors { code message path }
  }
}`,
};

/** What the contract says of the bowl: from how many on which price. */
const tiers = [
  { minQuantity: '0', amount: '29.00' },
  { minQuantity: '10', amount: '26.50' },
  { minQuantity: '50', amount: '23.90' },
];

/** An organization gets a contract: its buyer sees contract prices for the very bowl that costs everybody else more. */
export async function openPortal(stage: Stage, goods: Goods, web: Channel, variants: Variants): Promise<Portal> {
  const channel = await channelBeside(stage, web, 'PORTAL');
  const code = `story-${goods.run}`;
  const { organization } = await stage.shows(stage.staff, createOrganization, { input: { code, name: 'Story Catering' } });
  const organizationId = organization.id;
  const [currency] = web.currencies;
  await stage.shows(stage.staff, createPriceList, {
    input: { code, name: 'Contract', currency, audience: { organizationIds: [organizationId] } },
  });
  await stage.shows(stage.staff, setPrices, { input: { prices: [{ list: code, variantId: variants.bowl, tiers }] } });
  stage.told('an organization with a price list of its own');
  const buyer = await aMember(stage, { channel, organizationId, email: emailOf('buyer', goods.run) }, 0);
  await seesContract(stage, goods, buyer, code);
  const guest = stage.somebody('a guest on the web');
  const others = (await stage.asks(guest, product, { slug: goods.bowl.slug }))?.variants[0].price;
  must(Number(others?.amount) === Number(goods.bowl.price), `a guest is shown ${others?.amount ?? 'nothing'} for the bowl`);
  stage.told(`anybody else still pays ${others?.amount ?? ''} ${currency}`);
  await buysInTiers(stage, buyer, variants);
  return { organizationId, buyer };
}

/** A new buyer of the organization, who can ask everywhere. */
export async function aMember(
  stage: Stage,
  { channel, organizationId, email }: { channel: Pick<Channel, 'code'>; organizationId: string; email: string },
  replica: number,
): Promise<Somebody> {
  const name = 'a buyer in the portal';
  const customer = await newCustomer(stage, name, email, replica);
  await stage.asks(stage.staff, addOrganizationMember, { input: { organizationId, customerId: customer.id, role: 'BUYER' } });
  return stage.somebody(name, { ...customer.headers, 'x-channel': channel.code, 'x-organization': organizationId }, replica);
}

async function seesContract(stage: Stage, { bowl }: Goods, buyer: Somebody, list: string): Promise<void> {
  const sees = (amount: string | undefined): boolean => Number(amount) === Number(tiers[0]?.amount);
  await stage.everywhere(
    buyer,
    product,
    { slug: bowl.slug },
    (seen) => sees(seen?.variants[0].price?.amount),
    'the buyer in the portal does not see the contract price everywhere',
  );
  const price = (await stage.shows(buyer, product, { slug: bowl.slug }))?.variants[0].price;
  must(price?.source.list === list && price.source.level === 'OWN_UNIT', 'the price does not come from the contract');
  const amounts = price.tiers.map(({ amount }) => Number(amount));
  must(
    amounts.join() === tiers.map(({ amount }) => Number(amount)).join(),
    `the buyer in the portal sees ${amounts.join(', ')} as the tiers of the contract`,
  );
  stage.told(
    `${price.tiers.map(({ minQuantity, amount }) => `from ${minQuantity}: ${amount}`).join(', ')} ${price.currency}, by the organization's own list`,
  );
}

async function buysInTiers(stage: Stage, buyer: Somebody, { bowl }: Variants): Promise<void> {
  for (const [quantity, amount] of [
    ['9', '29.00'],
    ['10', '26.50'],
    ['60', '23.90'],
  ] as const) {
    const name = `${quantity} bowls`;
    const variables = { input: { name, lines: [{ variantId: bowl, quantity }] } };
    const { cart } = await (quantity === '10'
      ? stage.shows(buyer, createCart, variables)
      : stage.asks(buyer, createCart, variables));
    const unit = cart.lines[0]?.unitPrice.amount;
    must(unit === amount, `${name} cost ${unit ?? 'nothing'} each instead of ${amount}`);
    stage.told(`${name} in a cart: ${amount} each`);
  }
}
