import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Broadcast, revise, revisionOf } from '#platform/broadcast';
import { codeOf, Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { defaultChannel, type Channel, type LegalEntity } from './channel.js';
import { channelsErrors } from './channels.errors.js';
import { ChannelsRepository } from './channels.repository.js';
import { changedChannel, checkedCode, checkedName, newChannel, type ChannelFields, type NewChannel } from './checks.js';

/** What the broadcast calls a change of channels. */
const topic = 'channels';
const uniqueViolation = '23505';

/** All channels, in memory: a request finds its channel without asking the database. */
@Injectable()
export class ChannelsService implements OnModuleInit {
  private channels: readonly Channel[] = [];
  private byCode: ReadonlyMap<string, Channel> = new Map();
  private byDefault: Channel | undefined;
  private revision = -1n;

  constructor(
    private readonly db: Database,
    private readonly repository: ChannelsRepository,
    private readonly broadcast: Broadcast,
  ) {}

  async onModuleInit(): Promise<void> {
    this.broadcast.subscribe(topic, () => {
      // what is in memory goes on being used while the database cannot be asked; readiness tells of it
      this.refresh().catch(() => undefined);
    });
    await this.refresh();
  }

  /** The channels that sell, in the order of their making. */
  active(): readonly Channel[] {
    return this.channels;
  }

  /** The channel of this code, if it sells. */
  channelOf(code: string): Channel | undefined {
    return this.byCode.get(code);
  }

  /** The channel of requests that name none. */
  defaultChannel(): Channel | undefined {
    return this.byDefault;
  }

  /** Every channel, those that do not sell included, from the database. */
  async all(): Promise<readonly Channel[]> {
    return this.repository.all();
  }

  async legalEntities(): Promise<readonly LegalEntity[]> {
    return this.repository.legalEntities();
  }

  /** Records a channel. @throws UserError INVALID, ALREADY_EXISTS, NOT_FOUND */
  async createChannel(input: NewChannel): Promise<Channel> {
    const channel: Channel = { id: newId('channel'), ...newChannel(input) };
    const entities = await this.repository.legalEntities();
    if (!entities.some(({ id }) => id === channel.legalEntityId)) throw channelsErrors.noLegalEntity(channel.legalEntityId);
    await this.commit([this.repository.inserting(channel), revise(topic)], channel.code);
    await this.tell();
    return channel;
  }

  /** Changes the given fields of a channel. @throws UserError INVALID, NOT_FOUND */
  async updateChannel(id: string, fields: ChannelFields): Promise<Channel> {
    // in turn, as a channel has no version: two who change different fields both get what they want
    const channel = await this.db.inTurn(`channel ${id}`, async () => {
      const found = await this.repository.one(id);
      if (!found) throw channelsErrors.noChannel(id);
      const changed = changedChannel(found, fields);
      await this.db.commit([this.repository.updating(changed), revise(topic)]);
      return changed;
    });
    await this.tell();
    return channel;
  }

  /** Records a legal entity. @throws UserError INVALID, ALREADY_EXISTS */
  async createLegalEntity(input: { code: string; name: string; country: string }): Promise<LegalEntity> {
    const id = newId('legalEntity');
    const entity: LegalEntity = { id, code: checkedCode(input.code), name: checkedName(input.name), country: input.country };
    await this.commit([this.repository.insertingLegalEntity(entity)], entity.code);
    return entity;
  }

  private async tell(): Promise<void> {
    await this.refresh();
    await this.broadcast.publish(topic);
  }

  private async refresh(): Promise<void> {
    // the revision first: rows may be newer than it, and are then read once more than needed, never once less
    const revision = await revisionOf(this.db, topic);
    if (revision === this.revision) return;
    const channels = (await this.repository.all()).filter(({ active }) => active);
    if (revision < this.revision) return;
    this.revision = revision;
    this.channels = channels;
    this.byCode = new Map(channels.map((channel) => [channel.code, channel]));
    this.byDefault = defaultChannel(channels);
  }

  private async commit(writes: readonly Write[], code: string): Promise<void> {
    try {
      await this.db.commit(writes);
    } catch (error) {
      if (codeOf(error) === uniqueViolation) throw channelsErrors.codeTaken(code);
      throw error;
    }
  }
}
