import { Query, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Ctx, type Permission, type Viewer } from '#platform/graphql';
import { grantsOf } from './grants.js';

/** Who asks, in GraphQL; other libs add to it who that is. */
@Resolver('Viewer')
export class ViewerResolver {
  @Query('viewer')
  viewer(@Ctx() { actor }: Context): Pick<Viewer, 'kind' | 'permissions'> {
    const customer: Permission[] = actor.kind === 'customer' ? ['CUSTOMER'] : [];
    const kind = actor.kind === 'system' ? 'STAFF' : (actor.kind.toUpperCase() as Viewer['kind']);
    return { kind, permissions: ['EVERYONE', ...customer, ...grantsOf(actor)] };
  }
}
