import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { formatShort, parseDecimal, quantityScale, type Context } from '#kernel';
import {
  Ctx,
  type Channel as ChannelAnswer,
  type CreateChannelInput,
  type CreateChannelPayload,
  type CreateLegalEntityInput,
  type CreateLegalEntityPayload,
  type LegalEntity,
  type UpdateChannelInput,
  type UpdateChannelPayload,
} from '#platform/graphql';
import type { Channel } from './channel.js';
import { ChannelsService } from './channels.service.js';

/** A payload before its userErrors are put in. */
type Result<P> = Omit<P, 'userErrors'>;

/** Channels and legal entities in GraphQL. */
@Resolver()
export class ChannelsResolver {
  constructor(private readonly service: ChannelsService) {}

  @Query()
  channel(@Ctx() context: Context): ChannelAnswer | null {
    const channel = this.service.channelOf(context.channel.code);
    return channel ? answer(channel) : null;
  }

  @Query()
  async channels(): Promise<ChannelAnswer[]> {
    return (await this.service.all()).map(answer);
  }

  @Query()
  async legalEntities(): Promise<readonly LegalEntity[]> {
    return this.service.legalEntities();
  }

  @Mutation()
  async createLegalEntity(
    @Args('input') { idempotencyKey, ...input }: CreateLegalEntityInput,
    @Ctx() context: Context,
  ): Promise<Result<CreateLegalEntityPayload>> {
    return { legalEntity: await this.service.createLegalEntity(input, context, idempotencyKey) };
  }

  @Mutation()
  async createChannel(
    @Args('input') { idempotencyKey, ...input }: CreateChannelInput,
    @Ctx() context: Context,
  ): Promise<Result<CreateChannelPayload>> {
    return { channel: answer(await this.service.createChannel(input, context, idempotencyKey)) };
  }

  @Mutation()
  async updateChannel(
    @Args('input') { id, expectedVersion, idempotencyKey, ...fields }: UpdateChannelInput,
    @Ctx() context: Context,
  ): Promise<Result<UpdateChannelPayload>> {
    const version = expectedVersion == null ? undefined : parseDecimal(expectedVersion, 0, ['expectedVersion']);
    const changes = { ...fields, expectedVersion: version };
    return { channel: answer(await this.service.updateChannel(id, changes, context, idempotencyKey)) };
  }
}

function answer(channel: Channel): ChannelAnswer {
  return { ...channel, version: channel.version.toString(), safetyStock: formatShort(channel.safetyStock, quantityScale) };
}
