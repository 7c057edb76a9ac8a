import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { formatShort, quantityScale, type Context } from '#kernel';
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
  async createLegalEntity(@Args('input') input: CreateLegalEntityInput): Promise<Result<CreateLegalEntityPayload>> {
    return { legalEntity: await this.service.createLegalEntity(input) };
  }

  @Mutation()
  async createChannel(@Args('input') input: CreateChannelInput): Promise<Result<CreateChannelPayload>> {
    return { channel: answer(await this.service.createChannel(input)) };
  }

  @Mutation()
  async updateChannel(@Args('input') { id, ...fields }: UpdateChannelInput): Promise<Result<UpdateChannelPayload>> {
    return { channel: answer(await this.service.updateChannel(id, fields)) };
  }
}

function answer(channel: Channel): ChannelAnswer {
  return { ...channel, safetyStock: formatShort(channel.safetyStock, quantityScale) };
}
