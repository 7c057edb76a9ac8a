// The race for the last units, as the driver's `extra` runs it: everybody stands before the last step, then all take it at once.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkout, place } from './checkout.mjs';
import { ask, change } from './client.mjs';
import * as requests from './requests.mjs';
import { subjectOf } from './subject.mjs';

const staff = () => ({ authorization: `Bearer ${readFileSync(subjectOf().keyFile, 'utf8')}` });

async function levelOf(ctx) {
  const { stockLevels } = await ask(ctx, requests.stockLevels, { id: ctx.scarce.id }, staff());
  return stockLevels[0];
}

async function setOnHand(ctx, locationId, onHand) {
  const levels = [{ variantId: ctx.scarce.id, locationId, onHand: String(onHand) }];
  await change(ctx, requests.setStock, { levels, idempotencyKey: randomUUID() }, staff());
}

export const extra = {
  /** Leaves so many units that can be sold. */
  async scarce(ctx, units) {
    const { locationId, posted } = await levelOf(ctx);
    await setOnHand(ctx, locationId, Number(posted) + units);
    return { locationId, before: Number(posted) };
  },
  /** A checkout that only has to be placed. */
  ready: (ctx, _scarce, i) => checkout(ctx, `race-${i}`, [ctx.scarce], 0),
  /** There is one last step, whether it is called the check of stock or the payment: both happen in it. */
  finish: (ctx, cart) => place(ctx, cart),
  async sold(ctx, { before }) {
    const { posted, pending, available } = await levelOf(ctx);
    return { allocated: Number(posted) - before, held: Number(pending), saleableLeft: Number(available) };
  },
  async restock(ctx, { locationId }) {
    await setOnHand(ctx, locationId, 1_000_000);
  },
};
