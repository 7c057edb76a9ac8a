import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Context, CurrencyCode } from '#kernel';
import { Broadcast, revise } from '#platform/broadcast';
import { constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import {
  baseListOf,
  changedPriceList,
  newPriceList,
  type PriceList,
  type PriceListInput,
  type PriceListKey,
} from './price-list.js';
import { insertingList, readPriceLists, updatingList } from './price-list.repository.js';
import { refused } from './pricing.errors.js';

const topic = 'rules';

/** Price lists: for whom and when prices hold, and how they are entered. */
@Injectable()
export class PriceListService {
  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** Every price list. */
  async all(): Promise<PriceList[]> {
    return readPriceLists(this.db);
  }

  /** The list that prices of the currency go to unless another is named; null: there is none. */
  async base(currency: CurrencyCode): Promise<PriceList | null> {
    return baseListOf(await this.all(), currency);
  }

  /** Makes a price list, once per idempotency key. @throws UserError naming the field */
  async create(key: PriceListKey, input: PriceListInput, context: Context, idempotencyKey?: string | null): Promise<PriceList> {
    const asked = { ...key, ...input };
    const { id } = await idempotently<{ id: string }>(
      this.db,
      context,
      'createPriceList',
      idempotencyKey,
      asked,
      async (remembering) => {
        const list = newPriceList(newId('priceList'), key, input);
        await this.commit([...remembering({ id: list.id }), insertingList(list), revise(topic)], list);
        return { id: list.id };
      },
    );
    return this.require(id);
  }

  /** Changes a price list, once per idempotency key; its code and currency stay. @throws UserError naming the field */
  async update(id: string, input: PriceListInput, context: Context, idempotencyKey?: string | null): Promise<PriceList> {
    const asked = { id, ...input };
    await idempotently<{ id: string }>(this.db, context, 'updatePriceList', idempotencyKey, asked, (remembering) =>
      // in turn, as a list has no version: two who change different fields both get what they want
      this.db.inTurn(topic, async () => {
        const before = await this.require(id);
        const after = changedPriceList(before, input);
        const writes = isDeepStrictEqual(before, after) ? [] : [updatingList(after), revise(topic)];
        await this.commit([...remembering({ id }), ...writes], after);
        return { id };
      }),
    );
    return this.require(id);
  }

  private async require(id: string): Promise<PriceList> {
    const list = (await this.all()).find((each) => each.id === id);
    if (!list) throw refused.noList(id, ['id']);
    return list;
  }

  private async commit(writes: readonly Write[], list: PriceList): Promise<void> {
    await this.db.commit(writes).catch((error: unknown) => {
      if (constraintOf(error) === 'price_list_code_key') throw refused.taken(list.code, ['code']);
      if (constraintOf(error) === 'price_list_channel_id_fkey') throw refused.noChannel(list.channelId ?? '', ['channelId']);
      throw error;
    });
    await this.broadcast.publish(topic);
  }
}
