import type { Context } from '#kernel';

const callers = new WeakMap<Context, string>();

/** Notes the network address that a request comes from: to count attempts by, never to be kept. */
export function comesFrom(context: Context, address: string): void {
  callers.set(context, networkOf(address));
}

/** The network that the request comes from: one address of IPv4, or the /64 of IPv6; a context of our own comes from nowhere. */
export function callerOf(context: Context): string {
  return callers.get(context) ?? '';
}

/** What an address counts as: with IPv6 every household has 2^64 addresses to come from, and what they have in common is its network. */
export function networkOf(address: string): string {
  const plain = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (!/^[\da-f]*:[\da-f:]*:[\da-f]*$/i.test(plain)) return plain;
  const [head = [], tail = []] = plain.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const network = [...head, ...zeros, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
