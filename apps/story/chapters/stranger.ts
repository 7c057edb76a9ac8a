import type { Goods } from '../goods.js';
import { listen } from '../listen.js';
import { emailOf, newCustomer, type Customer } from '../people.js';
import type { Order } from '../requests.js';
import { must, StoryBroken, type Document, type Somebody } from '../somebody.js';
import type { Stage } from '../stage.js';

const orderById: Document<Pick<Order, 'id' | 'number' | 'state'>> = {
  text: `query ($id: ID!) {
  order(id: $id) { id number state totals { total { amount } } }
}`,
};
const orderByNumber: Document<Pick<Order, 'id'>> = {
  text: `query ($number: String!) {
  orderByNumber(number: $number) { id number state }
}`,
};
const orders: Document<object> = { text: '{ orders(first: 10) { nodes { id number } } }' };
const orderChanged: Document<object> = {
  text: `subscription ($id: ID!) {
  orderChanged(orderId: $id) { order { id state } }
}`,
};

/** Whoever has no business with the order learns nothing of it, however they ask. */
export async function turnAway(
  stage: Stage,
  goods: Goods,
  ada: Customer,
  others: readonly Somebody[],
  { id, number }: Order,
): Promise<void> {
  const nobody = stage.somebody('a stranger without a key');
  const eve = await newCustomer(stage, 'Eve, another customer', emailOf('eve', goods.run));
  for (const stranger of [nobody, eve]) {
    stage.narrator.request({ by: stranger, document: orderById, variables: { id } });
    await isTurnedAway(stage, stranger, id, number);
    stage.told('null: for them there is no such order');
  }
  for (const other of others) await isTurnedAway(stage, other, id, number);
  stage.told(`nor for ${others.map(({ name }) => name).join(', nor for ')}, by its number, or over a WebSocket`);
  stage.narrator.request({ by: eve, document: orders, variables: {} });
  for (const [stranger, expected] of [
    [nobody, 'UNAUTHENTICATED'],
    [eve, 'FORBIDDEN'],
  ] as const) {
    const { refusals } = await stage.tries(stranger, orders);
    must(refusals[0]?.code === expected, `${stranger.name} is not refused all orders: ${refusals[0]?.code ?? 'no refusal'}`);
    stage.told(`${stranger.name}: ${expected}, ${refusals[0].message}`);
  }
  const own = await stage.asks(ada, orderById, { id });
  must(own.id === id, 'Ada does not see her order');
  stage.told(`Ada sees it: ${own.number}, ${own.state}`);
}

async function isTurnedAway(stage: Stage, stranger: Somebody, id: string, number: string): Promise<void> {
  for (const { data, refusals } of [
    await stage.tries(stranger, orderById, { id }),
    await stage.tries(stranger, orderByNumber, { number }),
  ])
    must(data === null && refusals.length === 0, `${stranger.name} reads the order`);
  const listening = listen(stranger, orderChanged, { id });
  const heard = await listening.next(5_000).catch((error: unknown) => {
    if (error instanceof StoryBroken && error.message.endsWith('there is no such order')) return null;
    throw error;
  });
  await listening.close();
  must(heard === null, `${stranger.name} follows the order`);
}
