import type { IncomingMessage } from 'node:http';
import { addressOf, Door } from './live-door.js';

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

test.each([
  [0, undefined, '10.0.0.1'],
  // nobody is believed who is not our own
  [0, '1.2.3.4', '10.0.0.1'],
  [1, '1.2.3.4', '1.2.3.4'],
  [1, '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  [2, '6.6.6.6, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
  [2, '1.2.3.4', '1.2.3.4'],
  [1, undefined, '10.0.0.1'],
])('behind %i proxies that wrote %j it comes from %s', (proxies, forwarded, address) => {
  expect(addressOf(from('10.0.0.1', forwarded), proxies)).toBe(address);
});

test('an address enters so many times, and again when it has left', () => {
  const door = new Door([], 2);
  const asked = { url: '/graphql?x=1', headers: {} };
  const leave = [door.enter('a'), door.enter('a')];
  expect([door.refusalOf(asked, 'a'), door.refusalOf(asked, 'b')]).toEqual([429, null]);
  leave[0]?.();
  expect(door.refusalOf(asked, 'a')).toBeNull();
});

test('addresses of one IPv6 network enter as one, and an IPv4 address in its IPv6 form as itself', () => {
  const door = new Door([], 2);
  const asked = { url: '/graphql', headers: {} };
  const leave = [door.enter('2001:db8:1:2::1'), door.enter('2001:db8:1:2:ffff::9')];
  expect([door.refusalOf(asked, '2001:DB8:1:2:3::'), door.refusalOf(asked, '2001:db8:1:3::1')]).toEqual([429, null]);
  leave[1]?.();
  expect(door.refusalOf(asked, '2001:db8:1:2:3::')).toBeNull();
  door.enter('::ffff:10.0.0.1');
  door.enter('10.0.0.1');
  expect([door.refusalOf(asked, '10.0.0.1'), door.refusalOf(asked, '10.0.0.2')]).toEqual([429, null]);
});

test.each([
  [['*'], 'https://evil.example', null],
  [['https://shop.example'], 'https://shop.example', null],
  [['https://shop.example'], 'https://shop.example.evil.example', 403],
  [[], 'http://api.example:4000', null],
  [[], 'http://api.example', 403],
  [[], 'null', 403],
])('with %j a page of %s: %s', (origins, origin, refusal) => {
  expect(new Door(origins, 1).refusalOf({ url: '/graphql', headers: { origin, host: 'api.example:4000' } }, 'a')).toBe(refusal);
});
