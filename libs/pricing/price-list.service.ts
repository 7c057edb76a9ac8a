import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { connection, pageRequest, type Connection, type Context, type CurrencyCode } from '#kernel';
import { Broadcast, changeRules } from '#platform/broadcast';
import { constraintOf, Database } from '#platform/db';
import { newId } from '#platform/ids';
import { noValue } from './audience.js';
import {
  baseListOf,
  changedPriceList,
  checkDerived,
  newPriceList,
  type PriceList,
  type PriceListInput,
  type PriceListKey,
} from './price-list.js';
import {
  dimensionOf,
  findList,
  insertingList,
  listsForEverybody,
  pageOfLists,
  readPriceLists,
  updatingList,
} from './price-list.repository.js';
import { refused } from './pricing.errors.js';

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

  /** A page of price lists in the order of their ids. */
  async page(args: { first?: number | null; after?: string | null }): Promise<Connection<PriceList>> {
    const request = pageRequest(args);
    return connection(await pageOfLists(this.db, request), request, ({ id }) => [id]);
  }

  /** The list that prices of the currency go to unless another is named; null: there is none. */
  async base(currency: CurrencyCode): Promise<PriceList | null> {
    return baseListOf(await listsForEverybody(this.db, currency));
  }

  /** Makes a price list, once per idempotency key. @throws UserError naming the field */
  async create(key: PriceListKey, input: PriceListInput, context: Context, idempotencyKey?: string | null): Promise<PriceList> {
    const asked = { mutation: 'createPriceList', idempotencyKey, input: { ...key, ...input } };
    let list: PriceList | undefined;
    const id = await changeRules(
      { db: this.db, broadcast: this.broadcast, context },
      asked,
      async () => {
        list = newPriceList(newId('priceList'), key, input);
        await this.check(list);
        return { id: list.id, writes: insertingList(list) };
      },
      (error) => refusal(error, list),
    );
    return this.require(id);
  }

  /** Changes a price list, once per idempotency key; its code and currency stay. @throws UserError naming the field */
  async update(id: string, input: PriceListInput, context: Context, idempotencyKey?: string | null): Promise<PriceList> {
    const asked = { mutation: 'updatePriceList', idempotencyKey, input: { id, ...input } };
    let list: PriceList | undefined;
    await changeRules(
      { db: this.db, broadcast: this.broadcast, context },
      asked,
      async () => {
        const before = await this.require(id);
        if (before.contract) throw refused.ofContract(before.code, ['id']);
        const after = changedPriceList(before, input);
        if (input.derived) await this.check(after);
        list = { ...after, version: after.version + 1n };
        return { id, writes: isDeepStrictEqual(before, after) ? [] : updatingList(list) };
      },
      (error) => refusal(error, list),
    );
    return this.require(id);
  }

  private async check(list: PriceList): Promise<void> {
    if (list.derived) checkDerived(list, await findList(this.db, list.derived.listId));
  }

  private async require(id: string): Promise<PriceList> {
    const list = await findList(this.db, id);
    if (!list) throw refused.noList(id, ['id']);
    return list;
  }
}

/** Pricing does not know who there is to buy: Postgres says which value of an audience names nobody. */
function refusal(error: unknown, list: PriceList | undefined): unknown {
  const constraint = constraintOf(error);
  if (list && constraint === 'price_list_code_key') return refused.taken(list.code, ['code']);
  const dimension = dimensionOf(constraint);
  if (!list || !dimension) return error;
  const detail = String((error as { detail?: unknown }).detail);
  const index = list.audience[dimension].findIndex((value) => detail.includes(`(${value})`));
  return noValue(dimension, list.audience[dimension][index] ?? '', ['audience', dimension]);
}
