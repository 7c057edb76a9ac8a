import { held, inWords } from '../buying.js';
import { channelBeside, type Channel } from '../channels.js';
import type { Goods } from '../goods.js';
import { addCartLines, openCartByCode } from '../requests.js';
import { must, type Document, type Somebody } from '../somebody.js';
import type { Stage } from '../stage.js';
import type { Phone } from './phone.js';

const createKey: Document<{ readonly secret: string }> = {
  text: `mutation ($input: CreateKeyInput!) {
  createKey(input: $input) {
    secret
    userErrors { code message path }
  }
}`,
};
const createCartHandoff: Document<{ readonly handoff: { readonly code: string } }> = {
  text: `mutation ($input: CreateCartHandoffInput!) {
  createCartHandoff(input: $input) {
    handoff { code expiresAt }
    userErrors { code message path }
  }
}`,
};

/** Staff set up a till, which opens the cart by the code on the phone and scans a candle into it. */
export async function scanAtTill(stage: Stage, goods: Goods, web: Channel, { ada, cart, screen }: Phone): Promise<Somebody> {
  const till = await setUpTill(stage, goods, web);
  const { handoff } = await stage.shows(ada, createCartHandoff, { input: { cartId: cart.id } });
  stage.told(`the phone shows ${handoff.code}`);
  const opened = await stage.shows(till, openCartByCode, { input: { code: handoff.code } });
  must(opened.cart.id === cart.id, 'the code opens another cart');
  stage.told(`the till sees Ada's cart: ${inWords(opened.cart)}`);
  const began = performance.now();
  const scanned = await stage.shows(till, addCartLines, {
    input: { cartId: cart.id, lines: [{ gtin: goods.candle.gtin, quantity: '1' }] },
  });
  stage.told(`scanned: ${inWords(scanned.cart)}`);
  let shown = await screen.next(1_000);
  while (shown.cart.version < scanned.cart.version) shown = await screen.next(1_000);
  const ms = Math.round(performance.now() - began);
  const { bowl, towel, candle } = held(shown.cart, goods);
  must(bowl === 1 && towel === 2 && candle === 1, `the phone shows ${inWords(shown.cart)}`);
  stage.told(`on the phone ${ms} ms after the till began to ask: ${inWords(shown.cart)}`);
  return till;
}

async function setUpTill(stage: Stage, { run }: Goods, web: Channel): Promise<Somebody> {
  const channel = await channelBeside(stage, web, 'TILL');
  const { secret } = await stage.shows(stage.staff, createKey, {
    input: {
      kind: 'DEVICE',
      name: `Till of the story ${run}`,
      channelIds: [channel.id],
      locationId: web.locationIds[0],
      permissions: ['SELL'],
    },
  });
  stage.told('a key of a till: bound to its store and channel, allowed to SELL, its secret shown this once');
  return stage.somebody('the till', { authorization: `Bearer ${secret}` });
}
