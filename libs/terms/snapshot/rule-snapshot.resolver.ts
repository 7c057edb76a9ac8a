import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import {
  Ctx,
  type QueryRuleSnapshotArgs,
  type QuerySnapshotPricesArgs,
  type RuleSnapshot,
  type SnapshotPrices,
} from '#platform/graphql';
import { RuleSnapshotService, type Signed } from './rule-snapshot.service.js';

const usualPage = 500;

/** Rules and prices for tills that sell on their own, in GraphQL. */
@Resolver()
export class RuleSnapshotResolver {
  constructor(private readonly snapshots: RuleSnapshotService) {}

  @Query()
  async ruleSnapshot(@Args() { since, locationId }: QueryRuleSnapshotArgs, @Ctx() context: Context): Promise<RuleSnapshot> {
    const signed = await this.snapshots.snapshot(context, locationId ?? null, since ?? null);
    const { id, version, expiresAt } = signed.data;
    const expires = new Date(expiresAt).toISOString();
    return { id, version: version.toString(), since: signed.data.since, expiresAt: expires, ...shown(signed) };
  }

  @Query()
  async snapshotPrices(
    @Args() { first, after, locationId }: QuerySnapshotPricesArgs,
    @Ctx() context: Context,
  ): Promise<SnapshotPrices> {
    const signed = await this.snapshots.prices(context, locationId ?? null, first ?? usualPage, after ?? '');
    return { version: signed.data.version.toString(), next: signed.data.next, ...shown(signed) };
  }
}

function shown({ content, keyId, signature }: Signed<unknown>): Pick<RuleSnapshot, 'content' | 'signature'> {
  return { content, signature: { keyId, value: signature } };
}
