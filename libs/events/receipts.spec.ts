import { Receipts } from './receipts.service.js';

test('acts on every receipt once, so many at a time', async () => {
  const acted: string[] = [];
  let busy = 0;
  let most = 0;
  const receipts = new Receipts(2, async (eventId) => {
    most = Math.max(most, ++busy);
    await Promise.resolve();
    acted.push(eventId);
    busy--;
  });
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((eventId) => receipts.take(eventId)));
  expect(acted.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(most).toBe(2);
  await receipts.take('f');
  expect(acted).toHaveLength(6);
});
