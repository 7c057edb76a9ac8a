import { Query, Resolver } from '@nestjs/graphql';
import type { SignatureKey } from '#platform/graphql';
import { SignaturesService } from './signatures.service.js';

/** Public keys in GraphQL. */
@Resolver()
export class SignatureResolver {
  constructor(private readonly signatures: SignaturesService) {}

  @Query()
  signatureKeys(): Promise<SignatureKey[]> {
    return this.signatures.publicKeys();
  }
}
