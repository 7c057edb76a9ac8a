import { contactIn, madeReady, placing } from '../buying.js';
import type { Channel } from '../channels.js';
import type { Goods } from '../goods.js';
import { emailOf } from '../people.js';
import { createCart, placeOrder, type Cart } from '../requests.js';
import { must, type Somebody } from '../somebody.js';
import type { Stage } from '../stage.js';
import { stockLevels } from './facts.js';
import type { Variants } from './import.js';
import { aMember, type Portal } from './portal.js';

/** How many want it, by where they buy. */
const crowd = { web: 20, till: 20, portal: 10 } as const;

interface Buyer {
  readonly who: Somebody;
  readonly cart: Cart;
}

/** Fifty want the last one at once: one gets it, everybody else is told why not. */
export async function raceForLastUnit(
  stage: Stage,
  goods: Goods,
  web: Channel,
  variants: Variants,
  till: Somebody,
  portal: Portal,
) {
  const people = mixed([
    times(crowd.web, (index) => stage.somebody('a guest on the web', {}, index)),
    times(crowd.till, (index) => stage.through(index, till)),
    await colleagues(stage, goods, portal),
  ]);
  const buyers = await Promise.all(
    people.map(async (who, index): Promise<Buyer> => {
      const name = who.headers['x-organization'] === undefined ? {} : { name: `buyer ${String(index)}` };
      const contact = contactIn(web.country, emailOf(`buyer-${String(index)}`, goods.run));
      const { cart } = await stage.asks(who, createCart, {
        input: { ...name, ...contact, lines: [{ variantId: variants.print, quantity: '1' }] },
      });
      return { who, cart: await madeReady(stage, who, cart.id, null, 'asks') };
    }),
  );
  stage.told(
    `${crowd.web} guests on the web, ${crowd.till} people at the till and ${crowd.portal} in the portal have it in their carts, ready to pay`,
  );
  const [first] = buyers;
  must(first !== undefined, 'nobody wants it');
  stage.narrator.request({ by: first.who, document: placeOrder, variables: placing(first.cart, `story-${goods.run}-race-0`) });
  const answers = await Promise.all(
    buyers.map(({ who, cart }, index) => stage.tries(who, placeOrder, placing(cart, `story-${goods.run}-race-${String(index)}`))),
  );
  const winners = answers.flatMap(({ data, refusals }, index) => (data?.order && refusals.length === 0 ? [buyers[index]] : []));
  const outOfStock = answers.filter(({ data, refusals }) => !data?.order && refusals[0]?.code === 'OUT_OF_STOCK');
  const strange = answers.flatMap(({ refusals }) => refusals.filter(({ code }) => code !== 'OUT_OF_STOCK'))[0];
  must(winners.length === 1, `${String(winners.length)} of ${String(buyers.length)} got the last one`);
  must(
    outOfStock.length === buyers.length - 1,
    `not everybody else was told OUT_OF_STOCK: ${strange?.code ?? ''} ${strange?.message ?? ''}`,
  );
  stage.told(`${winners[0]?.who.name ?? ''} got it; ${String(outOfStock.length)} others were told OUT_OF_STOCK`);
  const [level] = await stage.shows(stage.staff, stockLevels, { variantIds: [variants.print] });
  must(Number(level?.posted) === 1 && Number(level?.available) === 0 && Number(level?.excess) === 0, 'the stock does not agree');
  stage.told(`${level?.onHand ?? ''} on hand, ${level?.posted ?? ''} promised, ${level?.available ?? ''} left`);
}

/** The buyers of the organization: signed up one after another, as they would not all at once. */
async function colleagues(stage: Stage, { run }: Goods, { organizationId, buyer }: Portal): Promise<Somebody[]> {
  const channel = { code: buyer.headers['x-channel'] ?? '' };
  const members = [buyer];
  while (members.length < crowd.portal) {
    const index = members.length;
    members.push(await aMember(stage, { channel, organizationId, email: emailOf(`colleague-${String(index)}`, run) }, index));
  }
  return members;
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

/** All of the lists as one, in which each is spread from the beginning to the end. */
function mixed<T>(lists: readonly (readonly T[])[]): T[] {
  const placed = lists.flatMap((list) => list.map((one, index) => ({ one, place: index / list.length })));
  return placed.sort((one, other) => one.place - other.place).map(({ one }) => one);
}
