import { parseAction } from '#engine';
import { idOf } from '#kernel';
import { aPricedCart, anOrder, context, noon, theTerms } from './builders.js';
import { orderNews } from './news.js';
import { orderOf, stockDemandOf } from './order.js';

const [location] = context.channel.locationIds;

it('is what was shown, to the minor unit', () => {
  const order = anOrder({ lines: [{ price: '10.00', quantity: '3' }, { price: '0.99' }], codes: ['TEN'] });
  expect(order).toMatchObject({
    state: 'PLACED',
    version: 1,
    total: 3284n,
    net: 2714n,
    tax: 570n,
    createdAt: noon,
    placedAt: noon,
  });
  expect(order.lines).toMatchObject([
    {
      position: 1,
      lineId: 'line_1',
      name: 'Mug',
      sku: 'MUG',
      quantity: 3000n,
      amount: 3000n,
      discount: 300n,
      gross: 2700n,
      locationId: location,
    },
    { position: 2, lineId: 'line_2', amount: 99n, discount: 10n, gross: 89n, locationId: location },
  ]);
  expect(order.shipping).toMatchObject({ code: 'parcel', name: 'Parcel', gross: 495n, net: 409n, tax: 86n });
  expect(order.discounts).toMatchObject([{ code: 'TEN', amount: 310n, limited: true }]);
});

it('has told nothing while it waits for its payment', () => {
  const made = {
    id: idOf('order', '0'.repeat(26)),
    number: '1',
    state: 'PENDING',
    deviceId: null,
    placedAt: null,
    expiresAt: noon,
    channelId: context.channel.id,
  } as const;
  expect(orderOf(aPricedCart(), made, 0n)).toMatchObject({ version: 0, deviceId: null, placedAt: null, expiresAt: noon });
});

it('is not made of what has no price', () => {
  expect(() => anOrder({ lines: [{ price: '1', item: { sellable: false } }] })).toThrow('line line_1 cannot be bought');
});

it('has a gift served besides what is bought of the same, and keeps whose gift it is', () => {
  const variantId = idOf('variant', '1'.padStart(26, '0'));
  const other = idOf('location', '1'.repeat(26));
  const promotionId = idOf('promotion', '0'.repeat(26));
  const stock = [context.channel.locationIds[0] ?? other, other].map((locationId) => {
    return { counterId: `stock:${variantId}:${locationId}`, locationId, available: 3000n };
  });
  const terms = theTerms('GROSS', {
    promotions: [
      {
        ...{ id: promotionId, name: { en: 'One more' }, code: null, lane: 'ITEM', sequence: 0, conditions: [], version: 1n },
        ...{ limited: false, validFrom: null, validTo: null },
        action: parseAction({ type: 'gift', variantId, quantity: 4 }, 'ITEM'),
      },
    ],
  });
  const order = anOrder({ lines: [{ price: '10.00', quantity: '2', item: { stock } }, { price: '5.00' }] }, terms);
  expect(
    order.lines.map(({ gift, quantity, gross, locationId, discounts }) => [gift, quantity, gross, locationId, discounts]),
  ).toEqual([
    [null, 2000n, 0n, location, [{ promotionId, amount: 2000n }]],
    [null, 1000n, 500n, location, []],
    [promotionId, 2000n, 0n, other, [{ promotionId, amount: 2000n }]],
  ]);
  expect(stockDemandOf(order, 0n)).toHaveLength(3);
});

it('needs its stock by line; what is not tracked needs nothing', () => {
  const order = anOrder({
    lines: [
      { price: '1.00', quantity: '2' },
      { price: '1.00', item: { tracked: false } },
    ],
  });
  expect(stockDemandOf(order, 1000n)).toEqual([
    { counterId: `stock:${order.lines[0]?.variantId ?? ''}:${String(location)}`, quantity: 2000n, keep: 1000n },
  ]);
  expect(stockDemandOf(anOrder({ lines: [{ price: '1.00', item: { tracked: false } }] }), 0n)).toEqual([]);
});

it('tells what it is, in decimal texts and without personal data', () => {
  const order = anOrder({ lines: [{ price: '10.00', quantity: '0.5' }] });
  const placed = orderNews(order, idOf('event', '0'.repeat(26)));
  expect(placed).toMatchObject({ type: 'order.placed', aggregateId: order.id, aggregateVersion: 1n });
  expect(placed.payload).toMatchObject({ total: '9.95', net: '8.22', tax: '1.73', lines: [{ quantity: '0.5', gross: '5.00' }] });
  expect(JSON.stringify(placed.payload)).not.toMatch(/Ada|example|Utrecht/);
  const ended = { ...order, state: 'CANCELLED', cancelReason: 'NO_STOCK', version: 2 } as const;
  expect(orderNews(ended, placed.id)).toMatchObject({
    type: 'order.cancelled',
    aggregateVersion: 2n,
    payload: { reason: 'NO_STOCK', wasPlaced: true },
  });
  expect(orderNews({ ...ended, placedAt: null }, placed.id).payload).toMatchObject({ wasPlaced: false });
});
