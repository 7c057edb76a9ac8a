import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Connection, Context } from '#kernel';
import { Ctx, type AccessKey, type CreateKeyInput, type CreateKeyPayload, type RevokeKeyInput } from '#platform/graphql';
import { AccessService } from './access.service.js';
import { mayGrant } from '../grants.js';
import type { KeyFacts } from './key.repository.js';

/** Keys in GraphQL. */
@Resolver()
export class KeyResolver {
  constructor(private readonly service: AccessService) {}

  @Query('keys')
  async keys(@Args() args: { first?: number | null; after?: string | null }): Promise<Connection<AccessKey>> {
    const { edges, nodes, pageInfo } = await this.service.keys(args);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: view(node) })), nodes: nodes.map(view), pageInfo };
  }

  @Mutation('createKey')
  async create(@Args('input') input: CreateKeyInput, @Ctx() context: Context): Promise<Omit<CreateKeyPayload, 'userErrors'>> {
    mayGrant(context.actor, input.permissions ?? [], ['permissions']);
    const { id, secret } = await this.service.create(context, input);
    return { secret, key: view(await this.service.require(id)) };
  }

  @Mutation('revokeKey')
  async revoke(@Args('input') { id }: RevokeKeyInput, @Ctx() context: Context): Promise<{ key: AccessKey }> {
    mayGrant(context.actor, (await this.service.require(id)).permissions, ['id']);
    await this.service.revokeKey(context, id);
    return { key: view(await this.service.require(id)) };
  }
}

function view({ createdAt, revokedAt, ...key }: KeyFacts): AccessKey {
  return { ...key, createdAt: createdAt.toISOString(), revokedAt: revokedAt?.toISOString() ?? null };
}
