import type { SessionTokens as SessionTokensAnswer } from '#platform/graphql';
import type { SessionTokens } from './session.js';

/** The tokens in the words of the schema. */
export function tokensView({ accessToken, expiresAt, refreshToken }: SessionTokens): SessionTokensAnswer {
  return { accessToken, expiresAt: expiresAt.toISOString(), refreshToken };
}
