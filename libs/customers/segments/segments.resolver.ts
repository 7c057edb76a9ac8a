import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import {
  Ctx,
  type ChangeSegmentMembersInput,
  type ChangeSegmentMembersPayload,
  type CreateSegmentInput,
  type CreateSegmentPayload,
  type QuerySegmentMembersArgs,
  type QuerySegmentsArgs,
  type Segment as SegmentView,
  type UpdateSegmentInput,
  type UpdateSegmentPayload,
} from '#platform/graphql';
import { customerView, type CustomerView } from '../customer.view.js';
import type { Segment } from './segment.js';
import { SegmentsService } from './segments.service.js';

/** What staff do with segments of customers, in GraphQL. */
@Resolver()
export class SegmentsResolver {
  constructor(private readonly service: SegmentsService) {}

  @Query('segments')
  async segments(@Args() args: QuerySegmentsArgs): Promise<Connection<SegmentView>> {
    return shown(await this.service.page(args), segmentView);
  }

  @Query('segmentMembers')
  async members(@Args() { segmentId, ...page }: QuerySegmentMembersArgs): Promise<Connection<CustomerView>> {
    return shown(await this.service.members(segmentId, page), customerView);
  }

  @Mutation('createSegment')
  async create(
    @Args('input') { idempotencyKey, ...input }: CreateSegmentInput,
    @Ctx() context: Context,
  ): Promise<Omit<CreateSegmentPayload, 'userErrors'>> {
    return { segment: segmentView(await this.service.create(context, input, idempotencyKey)) };
  }

  @Mutation('updateSegment')
  async update(
    @Args('input') { id, name, expectedVersion }: UpdateSegmentInput,
    @Ctx() context: Context,
  ): Promise<Omit<UpdateSegmentPayload, 'userErrors'>> {
    return { segment: segmentView(await this.service.rename(context, id, name, expectedVersion ?? null)) };
  }

  @Mutation('changeSegmentMembers')
  async changeMembers(
    @Args('input') { segmentId, add = [], remove = [], idempotencyKey }: ChangeSegmentMembersInput,
    @Ctx() context: Context,
  ): Promise<Omit<ChangeSegmentMembersPayload, 'userErrors'>> {
    const changed = await this.service.changeMembers(context, segmentId, { add, remove }, idempotencyKey);
    return { ...changed, segment: segmentView(changed.segment) };
  }
}

function segmentView({ id, code, name, version }: Segment): SegmentView {
  return { id, code, name, version: Number(version) };
}

function shown<T, U>({ edges, nodes, pageInfo }: Connection<T>, view: (node: T) => U): Connection<U> {
  return { edges: edges.map(({ cursor, node }) => ({ cursor, node: view(node) })), nodes: nodes.map(view), pageInfo };
}
