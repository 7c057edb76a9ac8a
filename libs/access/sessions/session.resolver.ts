import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type {
  RefreshSessionInput,
  SessionTokens as SessionTokensAnswer,
  SignOutEverywhereInput,
  SignOutInput,
} from '#platform/graphql';
import { tokensView } from './session.view.js';
import { SessionService } from './session.service.js';

/** Sessions in GraphQL: the same for customers and staff. */
@Resolver()
export class SessionResolver {
  constructor(private readonly sessions: SessionService) {}

  @Mutation('refreshSession')
  async refresh(@Args('input') { refreshToken }: RefreshSessionInput): Promise<{ tokens: SessionTokensAnswer }> {
    return { tokens: tokensView(await this.sessions.refresh(refreshToken)) };
  }

  @Mutation('signOut')
  async signOut(@Args('input') { refreshToken }: SignOutInput): Promise<{ done: boolean }> {
    await this.sessions.signOut(refreshToken);
    return { done: true };
  }

  @Mutation('signOutEverywhere')
  async signOutEverywhere(@Args('input') { refreshToken }: SignOutEverywhereInput): Promise<{ done: boolean }> {
    await this.sessions.signOutEverywhere(refreshToken);
    return { done: true };
  }
}
