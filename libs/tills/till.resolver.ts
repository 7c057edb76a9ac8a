import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { currencyOf, cursorOf, moneyView, type Context } from '#kernel';
import { Ctx, type OpenTillInput, type ReplaceTillKeyInput, type SetFloorLimitInput, type Till } from '#platform/graphql';
import { TillService, type OpenTill } from './till.service.js';

/** What an Int of GraphQL can say: a clock may be wrong by more. */
const mostSeconds = 2_147_483_647;

/** Tills in GraphQL. */
@Resolver('Till')
export class TillResolver {
  constructor(private readonly service: TillService) {}

  @Query('till')
  async till(@Ctx() context: Context): Promise<Till | null> {
    const till = await this.service.till(context);
    return till && view(till, context);
  }

  @Mutation('openTill')
  async open(
    @Args('input') { deviceTime }: OpenTillInput,
    @Ctx() context: Context,
  ): Promise<{ till: Till; clockSkewSeconds: number | null }> {
    const till = await this.service.open(context);
    const skew = deviceTime == null ? null : Math.round((Date.parse(deviceTime) - till.now.getTime()) / 1000);
    return {
      till: view(till, context),
      clockSkewSeconds: skew === null ? null : Math.min(Math.max(skew, -mostSeconds), mostSeconds),
    };
  }

  @Mutation('replaceTillKey')
  async replaceKey(
    @Args('input') { number, keyId }: ReplaceTillKeyInput,
    @Ctx() context: Context,
  ): Promise<{ number: string; nextSequence: number }> {
    const till = await this.service.replaceKey(context, number, keyId);
    return { number: till.number, nextSequence: till.last + 1 };
  }

  @Mutation('setFloorLimit')
  async limit(
    @Args('input') { channelId, currency, amount }: SetFloorLimitInput,
  ): Promise<{ floorLimit: ReturnType<typeof moneyView> | null }> {
    const code = currencyOf(currency);
    const set = await this.service.setFloorLimit(channelId, code, amount ?? null);
    return { floorLimit: set === null ? null : moneyView(set, code) };
  }
}

function view({ number, last, floorLimit, now, locationId, position, termsVersion }: OpenTill, { currency }: Context): Till {
  return {
    number,
    locationId,
    nextSequence: last + 1,
    cursor: cursorOf([position.toString()]),
    termsVersion: termsVersion.toString(),
    floorLimit: floorLimit === null ? null : moneyView(BigInt(floorLimit), currency),
    serverTime: now.toISOString(),
  };
}
