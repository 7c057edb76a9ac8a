import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { isCounted, rankedLists, type PriceListTerms, type Terms } from '#engine';
import { storeOf, stranger, type Context, type Id } from '#kernel';
import { Broadcast, rulesTopic } from '#platform/broadcast';
import { priceGround, type PriceGround } from './price-ground.js';
import { RuleBookRepository } from './rule-book.repository.js';
import type { RuleBook, RuleChanges } from './rule-book.js';

/** How soon a reading that failed is tried again: what woke it will not come twice. */
const retryMs = 1000;

/** The current rule book: read once, replaced within a second of a change. */
@Injectable()
export class TermsService implements OnModuleInit, OnApplicationShutdown {
  private book: RuleBook | null = null;
  private reading: Promise<void> | null = null;
  private stop: (() => void) | null = null;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly rules: RuleBookRepository,
    private readonly broadcast: Broadcast,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.stop = this.broadcast.subscribe(rulesTopic, () => void this.renew());
  }

  onApplicationShutdown(): void {
    this.stop?.();
    this.stop = null;
    clearTimeout(this.retry);
  }

  /** The terms on which the request's channel sells. */
  of({ channel }: Context): Terms {
    return this.current().of(channel);
  }

  /** The price lists whose prices may count for the request: where the goods go is looked at when they are priced. */
  listIds(context: Context): readonly Id<'priceList'>[] {
    const { buyer, channel } = context;
    return this.current().listIds({ buyer, channelId: channel.id, locationId: storeOf(context) });
  }

  /** Of those lists the ones of which something is counted that is bought at their prices. */
  countedLists(context: Context): readonly Id<'priceList'>[] {
    if (context.buyer.unitIds.length === 0) return [];
    const { lists } = this.of(context);
    return this.listIds(context).filter((id) => {
      const list = lists.get(id);
      return list !== undefined && isCounted(list);
    });
  }

  /** What decides prices for the request's buyer, for those who look at many prices at once. */
  priceGround(context: Context, at: number): PriceGround {
    return priceGround(this.of(context), this.listIds(context), context, at);
  }

  /** The list of regular prices that is left to whoever buys through the request's channel and is known for nothing else; null: there is none. */
  baseList(context: Context, at: number): PriceListTerms | null {
    const { channel, currency } = context;
    const terms = this.of(context);
    const asker = { buyer: stranger, locationId: null, country: channel.country, channelId: channel.id };
    const lists = this.current()
      .listIds(asker)
      .flatMap((id) => terms.lists.get(id) ?? [])
      .filter(({ sale, derived }) => sale !== true && !derived);
    return rankedLists(lists, { asker, currency, at, conventions: terms.conventions }).at(-1) ?? null;
  }

  /** The version of the rules that `of` answers by: the write of an order asserts it. */
  get version(): bigint {
    return this.current().version;
  }

  /** The book that there would be if these were other ones: the book itself stays. */
  bookWith(changes: Omit<RuleChanges, 'version'>): RuleBook {
    return this.current().changed({ version: this.version, ...changes });
  }

  /** Reads the rules again; resolves when the book is at least as new as this call. */
  async refresh(): Promise<void> {
    // one that is under way may have read too early: wait for it, then read again, once for all who ask meanwhile
    if (this.reading) {
      await this.reading.catch(() => undefined);
    }
    this.reading ??= this.rules
      .read()
      .then((book) => {
        this.book = book;
      })
      .finally(() => {
        this.reading = null;
      });
    await this.reading;
  }

  /** Reads the rules again if they have changed, and keeps the book that is known until that succeeds. */
  private async renew(): Promise<void> {
    clearTimeout(this.retry);
    await this.catchUp().catch(() => {
      if (this.stop) this.retry = setTimeout(() => void this.renew(), retryMs).unref();
    });
  }

  private async catchUp(): Promise<void> {
    if ((await this.rules.version()) !== this.version) await this.refresh();
  }

  private current(): RuleBook {
    if (!this.book) throw new Error('the rules have not been read yet');
    return this.book;
  }
}
