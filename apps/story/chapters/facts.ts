import type { Goods } from '../goods.js';
import { must, type Document } from '../somebody.js';
import type { Stage } from '../stage.js';
import type { Variants } from './import.js';
import type { Bought } from './order.js';
import type { Phone } from './phone.js';

/** What lies somewhere, and what of it is promised. */
export interface Level {
  readonly variantId: string;
  readonly onHand: string;
  readonly posted: string;
  readonly available: string;
  readonly excess: string;
}

/** What lies where, for staff. */
export const stockLevels: Document<readonly Level[]> = {
  text: `query ($variantIds: [ID!]!) {
  stockLevels(variantIds: $variantIds) { variantId onHand pending posted available excess }
}`,
};
const salesByDay: Document<readonly { readonly placed: number }[]> = {
  text: `query ($from: String!, $to: String!) {
  salesByDay(from: $from, to: $to) { day placed total { amount currency } }
}`,
};

/** How many orders the events told of so far: yesterday's and today's, so that midnight may pass meanwhile. */
export async function salesTold(stage: Stage): Promise<number> {
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const days = await stage.asks(stage.staff, salesByDay, { from: day(1), to: day(0) });
  return days.reduce((sum, { placed }) => sum + placed, 0);
}

/** What the order has left behind: in the stock, in the shop window, in the events and in what was counted from them. */
export async function lookAtFacts(
  stage: Stage,
  goods: Goods,
  variants: Variants,
  { cart }: Phone,
  { order, window }: Bought,
  before: number,
) {
  const sold = [
    { variantId: variants.bowl, good: goods.bowl, quantity: 1 },
    { variantId: variants.towel, good: goods.towel, quantity: 2 },
    { variantId: variants.candle, good: goods.candle, quantity: 1 },
  ];
  const levels = await stage.shows(stage.staff, stockLevels, { variantIds: sold.map(({ variantId }) => variantId) });
  for (const { variantId, good, quantity } of sold) {
    const level = levels.find((each) => each.variantId === variantId);
    const isRight = Number(level?.posted) === quantity && Number(level?.available) === good.stock - quantity;
    must(isRight, `of ${good.sku} ${level?.posted ?? 'nothing'} is promised and ${level?.available ?? 'nothing'} left`);
    stage.told(`${good.sku}: ${level?.onHand ?? ''} on hand, ${level?.posted ?? ''} promised, ${level?.available ?? ''} left`);
  }
  await hearInWindow(
    window,
    sold.slice(0, 2).map(({ variantId, good, quantity }) => [variantId, good.stock - quantity]),
  );
  stage.told('the shop window was told of it');
  const told = await stage.command(['events', 'of', order.id, cart.id, ...order.payments.map(({ id }) => id)]);
  for (const line of told.split('\n')) stage.told(line);
  for (const type of ['order.placed', 'payment.captured'])
    must(told.split(type).length === 2, `${type} was told ${String(told.split(type).length - 1)} times`);
  await stage.until(
    async () => (await salesTold(stage)) > before,
    'the sales of the day do not count the order: does a worker run?',
  );
  stage.told('the sales of the day, which are counted from events, have grown');
}

/** Listens until the window has heard so much of each variant. */
async function hearInWindow(
  window: Bought['window'],
  expected: readonly (readonly [variantId: string, available: number])[],
): Promise<void> {
  const shown = new Map<string, number>();
  while (!expected.every(([variantId, available]) => shown.get(variantId) === available)) {
    const { variants } = await window.next(5_000);
    for (const { variantId, locations } of variants)
      shown.set(
        variantId,
        locations.reduce((sum, { available }) => sum + Number(available), 0),
      );
  }
}
