import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defaultConventions } from '#engine';
import type { Context } from '#kernel';
import { Broadcast, revise, revisionOf, rulesTopic } from '#platform/broadcast';
import { constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { defaultChannel, type Channel, type LegalEntity } from './channel.js';
import { channelsErrors } from './channels.errors.js';
import { ChannelsRepository } from './channels.repository.js';
import { changedChannel, checkedCode, checkedName, newChannel, type ChannelFields, type NewChannel } from './checks.js';

/** What the broadcast calls a change of channels. */
const topic = 'channels';
/** What keeps codes apart. */
const codeKeys = ['channel_code_key', 'legal_entity_code_key'];

type Key = string | null | undefined;

/** What changes of a channel, and which version of it whoever changes it has seen. */
type ChangedFields = ChannelFields & { readonly expectedVersion?: bigint | undefined };

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

  /** Records a channel, once per idempotency key. @throws UserError INVALID, ALREADY_EXISTS, NOT_FOUND */
  async createChannel(input: NewChannel, context: Context, key?: Key): Promise<Channel> {
    const { id } = await idempotently<{ id: string }>(this.db, context, 'createChannel', key, input, async (remembering) => {
      const channel: Channel = { id: newId('channel'), version: 1n, ...newChannel(input) };
      const entities = await this.repository.legalEntities();
      if (!entities.some((entity) => entity.id === channel.legalEntityId))
        throw channelsErrors.noLegalEntity(channel.legalEntityId);
      const counted = countedFor({ conventions: defaultConventions, timeZone: 'UTC' }, channel);
      await this.commit([...remembering({ id: channel.id }), this.repository.inserting(channel), ...counted], channel.code);
      return { id: channel.id };
    });
    await this.tell();
    return this.require(id);
  }

  /**
   * Changes the given fields of a channel, once per idempotency key: two who change different fields both get what they want,
   * unless they say which version they have seen. @throws UserError INVALID, NOT_FOUND, STALE_VERSION
   */
  async updateChannel(id: string, fields: ChangedFields, context: Context, key?: Key): Promise<Channel> {
    await idempotently<object>(this.db, context, 'updateChannel', key, { id, ...fields }, (remembering) =>
      this.db.deciding(`channel ${id}`, async () => {
        const before = await this.require(id);
        if (fields.expectedVersion !== undefined && fields.expectedVersion !== before.version)
          throw channelsErrors.stale(before.version);
        const changed = changedChannel(before, fields);
        const after = { ...changed, version: before.version + 1n };
        const writes = isDeepStrictEqual(before, changed) ? [] : [this.repository.updating(after), ...countedFor(before, after)];
        await this.db.commit([...remembering({}), ...writes]);
        return {};
      }),
    );
    await this.tell();
    return this.require(id);
  }

  /** Records a legal entity, once per idempotency key. @throws UserError INVALID, ALREADY_EXISTS */
  async createLegalEntity(
    input: { readonly code: string; readonly name: string; readonly country: string },
    context: Context,
    key?: Key,
  ): Promise<LegalEntity> {
    return idempotently<LegalEntity>(this.db, context, 'createLegalEntity', key, input, async (remembering) => {
      const { code, name, country } = input;
      const entity: LegalEntity = { id: newId('legalEntity'), code: checkedCode(code), name: checkedName(name), country };
      await this.commit([...remembering(entity), this.repository.insertingLegalEntity(entity)], entity.code);
      return entity;
    });
  }

  private async require(id: string): Promise<Channel> {
    const found = await this.repository.one(id);
    if (!found) throw channelsErrors.noChannel(id);
    return found;
  }

  private async tell(): Promise<void> {
    await this.refresh();
    await this.broadcast.publish(topic);
    // whoever keeps rules looks itself whether conventions were among what has changed
    await this.broadcast.publish(rulesTopic);
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
      if (codeKeys.includes(constraintOf(error))) throw channelsErrors.codeTaken(code);
      throw error;
    }
  }
}

/** Counts what is changed by a channel that is written: conventions are part of the rules that orders are placed by. */
function countedFor(before: Pick<Channel, 'conventions' | 'timeZone'>, { conventions, timeZone }: Channel): Write[] {
  const same = isDeepStrictEqual(before.conventions, conventions) && before.timeZone === timeZone;
  return [revise(topic), ...(same ? [] : [revise(rulesTopic)])];
}
