import type { IncomingMessage } from 'node:http';
import { networkOf } from '#access';

/** Where a connection comes from, behind so many proxies of our own: each has written down whom it heard. */
export function addressOf({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>, proxies: number): string {
  const written = [headers['x-forwarded-for'] ?? []].flat().flatMap((text) => text.split(',').map((address) => address.trim()));
  return [...written, socket.remoteAddress ?? ''].at(-1 - Math.min(proxies, written.length)) ?? '';
}

/** Who may begin a connection: pages that are welcome, and each address so many times, or with IPv6 each network. */
export class Door {
  private readonly open = new Map<string, number>();

  constructor(
    private readonly origins: readonly string[],
    private readonly most: number,
  ) {}

  /** The HTTP status that says why a connection may not begin; null: it may. */
  refusalOf({ url, headers }: Pick<IncomingMessage, 'url' | 'headers'>, address: string): number | null {
    if (url?.split('?', 1)[0] !== '/graphql') return 404;
    if (!this.isWelcome(headers)) return 403;
    return (this.open.get(networkOf(address)) ?? 0) < this.most ? null : 429;
  }

  /** Counts a connection from the address; returns how to count it off. */
  enter(address: string): () => void {
    const network = networkOf(address);
    this.open.set(network, (this.open.get(network) ?? 0) + 1);
    return () => {
      const left = (this.open.get(network) ?? 1) - 1;
      if (left > 0) this.open.set(network, left);
      else this.open.delete(network);
    };
  }

  /**
   * Browsers say which page asks, and do not apply CORS to WebSockets. There are no cookies here, so a foreign page could do no more
   * than any stranger; it is kept out for what it would cost its visitors.
   */
  private isWelcome({ origin, host }: IncomingMessage['headers']): boolean {
    if (origin === undefined || this.origins.includes('*') || this.origins.includes(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }
}
