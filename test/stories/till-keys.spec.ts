import { aShop } from '../support/plan.js';
import { onlyError } from '../support/buyer.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';
import { anotherTill, aSale, aStore, keptOfSales, openTill, type TestTill } from '../support/tills.js';

const shop = usingShop(aShop({ things: { A: { price: '10.00', stock: 1000 } } }));
let store: { channelId: string; locationId: string };

beforeAll(async () => {
  store = await aStore(shop());
});

const aTill = (): Promise<TestTill> => anotherTill(shop(), store);
const plain = { sku: 'A', units: 1, cents: 1000 } as const;
const replace = (number: string, keyId: string) =>
  shop().ask(
    `mutation ($input: ReplaceTillKeyInput!) { replaceTillKey(input: $input) { number nextSequence userErrors { code path facts { name value } } } }`,
    { input: { number, keyId } },
    shop().staff,
  );
const open = (till: TestTill) => shop().ask(openTill, { input: {} }, till.headers);
const told = async () =>
  (
    await shop().postgres.database.pool.query(
      `select aggregate_id, aggregate_version::int version, payload from outbox where type = 'till.key_replaced' order by id`,
    )
  ).rows;

test('a till whose key was revoked goes on under another: its number, its numbers, and what was recorded before', async () => {
  const [lost, found] = [await aTill(), await aTill()];
  const sales = [1, 2, 3].map((sequence) => aSale(sequence, [plain]));
  const [first, second] = await lost.recorded(sales.slice(0, 2));
  const number = first.receiptNumber.split('-')[0];
  await staffOf(shop()).done('revokeKey', { id: lost.deviceId });

  const replaced = { number, nextSequence: 3, userErrors: [] };
  expect(await replace(number, found.deviceId)).toEqual(replaced);
  expect(await replace(number, found.deviceId)).toEqual(replaced);
  expect((await open(found)).till).toMatchObject({ number, nextSequence: 3 });
  // sent under the key before, its answer lost; and one that was never sent
  const [again, third] = await found.recorded(sales.slice(1));
  expect(again).toEqual(second);
  expect(third).toMatchObject({ sequence: 3, receiptNumber: `${number}-3` });
  const news = { number, deviceId: lost.deviceId, keyId: found.deviceId, replaces: lost.deviceId };
  expect(await told()).toEqual([{ aggregate_id: `till:${number}`, version: 1, payload: news }]);
});

test('the key before does not speak for the till any more, unless it is given back', async () => {
  const [one, other] = [await aTill(), await aTill()];
  const { number } = (await open(one)).till;
  expect((await replace(number, other.deviceId)).userErrors).toEqual([]);
  const before = await keptOfSales(shop());
  expect(onlyError(await open(one)).code).toBe('FORBIDDEN');
  expect(onlyError(await one.push([aSale(1, [plain])]))).toMatchObject({ code: 'FORBIDDEN' });
  expect(await shop().ask('{ till { number } }', {}, one.headers)).toBeNull();
  expect(await keptOfSales(shop())).toEqual(before);
  expect((await replace(number, one.deviceId)).userErrors).toEqual([]);
  expect((await open(one)).till.number).toBe(number);
  expect(await one.recorded([aSale(1, [plain])])).toMatchObject([{ receiptNumber: `${number}-1` }]);
});

test('only a key of the same store goes on as a till, one that never was a till, and staff alone say so', async () => {
  const [one, other, unused] = [await aTill(), await aTill(), await aTill()];
  const { number } = (await open(one)).till;
  await open(other);
  const [entity] = await shop().ask('{ legalEntities { id } }', {}, shop().staff);
  const { location } = await staffOf(shop()).done(
    'createLocation',
    { code: 'far', name: 'Far', legalEntityId: entity.id },
    'location { id }',
  );
  const far = await anotherTill(shop(), { ...store, locationId: location.id });
  const { key } = await staffOf(shop()).done('createKey', { kind: 'SECRET', name: 'x', permissions: ['SELL'] }, 'key { id }');
  const revoked = await aTill();
  await staffOf(shop()).done('revokeKey', { id: revoked.deviceId });
  const before = await told();
  for (const [to, keyId, code, field] of [
    [number, other.deviceId, 'ALREADY_EXISTS', 'keyId'],
    [number, far.deviceId, 'NOT_APPLICABLE', 'keyId'],
    [number, key.id, 'NOT_FOUND', 'keyId'],
    [number, revoked.deviceId, 'NOT_FOUND', 'keyId'],
    [number, 'nonsense', 'NOT_FOUND', 'keyId'],
    ['999', unused.deviceId, 'NOT_FOUND', 'number'],
    ['x', unused.deviceId, 'NOT_FOUND', 'number'],
  ] as const)
    expect(onlyError(await replace(to, keyId))).toMatchObject({ code, path: ['input', field] });
  expect(await told()).toEqual(before);
  expect((await open(one)).till.number).toBe(number);
});

test('a key that two tills are handed at once goes on as one of them', async () => {
  const [one, other, key] = [await aTill(), await aTill(), await aTill()];
  const numbers = [(await open(one)).till.number, (await open(other)).till.number];
  const answers = await Promise.all(numbers.map((number) => replace(number, key.deviceId)));
  expect(answers.map(({ userErrors }) => userErrors.length).toSorted()).toEqual([0, 1]);
  expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code))).toEqual(['ALREADY_EXISTS']);
});
