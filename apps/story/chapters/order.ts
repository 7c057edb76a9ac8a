import { contactIn, inWords, madeReady, placing } from '../buying.js';
import type { Channel } from '../channels.js';
import type { Goods } from '../goods.js';
import type { Listening } from '../listen.js';
import { emailOf } from '../people.js';
import { placeOrder, type Order } from '../requests.js';
import { must, type Document } from '../somebody.js';
import type { Stage } from '../stage.js';
import type { Variants } from './import.js';
import type { Phone } from './phone.js';

/** What whoever looks at goods is told of their stock. */
export interface StockChange {
  readonly variants: readonly { readonly variantId: string; readonly locations: readonly { readonly available: string }[] }[];
}

/** The order, and what a shop window hears of the stock from before it on. */
export interface Bought {
  readonly order: Order;
  readonly window: Listening<StockChange>;
}

const stockChanged: Document<StockChange> = {
  text: `subscription ($variantIds: [ID!]!) {
  stockChanged(variantIds: $variantIds) {
    variants { variantId locations { available } }
  }
}`,
};
const myOrders: Document<{ readonly nodes: readonly Pick<Order, 'id' | 'number'>[] }> = {
  text: '{ myOrders(first: 10) { nodes { id number } } }',
};

/** Ada pays on the phone; the request is sent three times at once, over three connections and through all replicas. */
export async function buyOnce(
  stage: Stage,
  goods: Goods,
  web: Channel,
  variants: Variants,
  { ada, cart: { id } }: Phone,
): Promise<Bought> {
  const window = stage.hears(stage.somebody('a shop window'), stockChanged, { variantIds: [variants.bowl, variants.towel] });
  const before = await window.next(5_000);
  stage.told(
    `the shop window shows ${before.variants.map(({ locations }) => locations.map(({ available }) => available).join('+')).join(' and ')}`,
  );
  const cart = await madeReady(stage, ada, id, contactIn(web.country, emailOf('ada', goods.run)), 'shows');
  stage.told(`ready to be paid: ${inWords(cart)}, shipping included`);
  const variables = placing(cart, `story-${goods.run}-order`);
  stage.narrator.request({ by: ada, document: placeOrder, variables });
  const answers = await Promise.all([0, 1, 2].map((replica) => stage.asks(stage.through(replica, ada), placeOrder, variables)));
  const [order] = answers.map((answer) => answer.order);
  must(order?.state === 'PLACED', `the order is ${order?.state ?? 'missing'}`);
  must(new Set(answers.map((answer) => answer.order?.id)).size === 1, 'the three requests made more than one order');
  const [payment, ...more] = order.payments;
  must(payment?.state === 'CAPTURED' && more.length === 0, `it was paid ${String(order.payments.length)} times`);
  must(payment.amount.amount === cart.totals.total.amount, `${payment.amount.amount} was paid for ${cart.totals.total.amount}`);
  const { nodes } = await stage.asks(ada, myOrders);
  must(nodes.length === 1 && nodes[0]?.id === order.id, `Ada has ${String(nodes.length)} orders`);
  stage.told(
    `three answers, one order: ${order.number}, ${order.state}, paid once with ${payment.amount.amount} ${payment.amount.currency}`,
  );
  return { order, window };
}
