import { Injectable } from '@nestjs/common';
import { ChannelsService } from '#channels';
import { event, PulledRepository, recording, tillKeyReplaced } from '#events';
import { isId, parseMoney, storeOf, type Context, type CurrencyCode } from '#kernel';
import { constraintOf, Database } from '#platform/db';
import { newId } from '#platform/ids';
import { TermsService } from '#terms';
import { SaleRepository, type SaleRow } from './sale.repository.js';
import { storeTillOf } from './store-till.js';
import { TillRepository, type KeyedTill, type KnownTill } from './till.repository.js';
import { badAmount, isATill, noDeviceKey, noSuchChannel, noSuchTill, otherKeySpeaks, otherStore } from './tills.errors.js';

/** A till with where news stands. */
export interface OpenTill extends KnownTill {
  readonly locationId: string;
  readonly position: bigint;
  readonly termsVersion: bigint;
}

/** What is known of tills and their receipts. */
@Injectable()
export class TillService {
  constructor(
    private readonly database: Database,
    private readonly tills: TillRepository,
    private readonly sales: SaleRepository,
    private readonly pulled: PulledRepository,
    private readonly terms: TermsService,
    private readonly channels: ChannelsService,
  ) {}

  /** Gives the till that asks its number, once. @throws UserError FORBIDDEN when no till asks, or another key goes on as it */
  async open(context: Context): Promise<OpenTill> {
    const { deviceId, locationId } = storeTillOf(context);
    await this.database.commit([this.tills.opening(deviceId, locationId)]);
    const till = await this.till(context);
    if (!till) throw otherKeySpeaks();
    return till;
  }

  /** The till that asks; null: it was never opened, or no till asks. */
  async till(context: Context): Promise<OpenTill | null> {
    const { actor, channel, currency } = context;
    if (actor.kind !== 'device') return null;
    // before the till reads what it keeps: what changes meanwhile comes after this position
    const position = await this.pulled.newest();
    const till = await this.tills.find(actor.id, channel.id, currency);
    return till && { ...till, locationId: actor.locationId, position, termsVersion: this.terms.version };
  }

  /**
   * Lets another device key of the same store go on as the till, with its number and the numbers of its sales; the key before does not
   * speak for it any more. Said again it changes nothing. @throws UserError NOT_FOUND, NOT_APPLICABLE, ALREADY_EXISTS naming the field
   */
  async replaceKey(context: Context, number: string, keyId: string): Promise<Pick<KeyedTill, 'number' | 'last'>> {
    if (!/^[1-9]\d{0,17}$/.test(number)) throw noSuchTill();
    if (!isId('accessKey', keyId)) throw noDeviceKey();
    return this.database.deciding(`till number ${number}`, async () => {
      const till = await this.tills.findKeyed(number, keyId);
      if (!till) throw noSuchTill();
      if (till.keyId === keyId) return till;
      if (till.otherStore === null) throw noDeviceKey();
      if (till.otherStore !== till.locationId) throw otherStore();
      if (till.otherSells && till.deviceId !== keyId) throw isATill();
      const version = BigInt(till.version) + 1n;
      const { deviceId, keyId: replaces } = till;
      const news = event(tillKeyReplaced, newId('event'), `till:${number}`, version, { number, deviceId, keyId, replaces });
      await this.database
        .commit([this.tills.replacingKey(deviceId, keyId, version), recording([news], context)])
        .catch((error: unknown) => {
          throw constraintOf(error) === 'till_key_id_key' ? isATill() : error;
        });
      return till;
    });
  }

  /** Sets what a card may be charged; null: nothing is looked at. @throws UserError NOT_FOUND, INVALID naming the field */
  async setFloorLimit(channelId: string, currency: CurrencyCode, text: string | null): Promise<bigint | null> {
    const channel = (await this.channels.all()).find(({ id }) => id === channelId);
    if (!channel) throw noSuchChannel(['channelId'], 'there is no such channel');
    if (!channel.currencies.includes(currency)) throw noSuchChannel(['currency'], 'the channel does not sell in it');
    const amount = text === null ? null : parseMoney(text, currency, ['amount']).minor;
    if (amount !== null && amount < 0n) throw badAmount(['amount'], 'an amount that is not below zero');
    await this.database.commit([this.tills.limiting(channel.id, currency, amount)]);
    return amount;
  }

  /** The sale of a receipt, for the tills of its store and for staff; null: there is none. */
  async saleOf(context: Context, receipt: string): Promise<SaleRow | null> {
    const [, number, sequence] = /^([1-9]\d{0,17})-([1-9]\d{0,9})$/.exec(receipt) ?? [];
    if (number === undefined || sequence === undefined) return null;
    const sale = await this.sales.byReceipt(number, sequence);
    const store = storeOf(context);
    return sale && (store === null || store === sale.locationId) ? sale : null;
  }
}
