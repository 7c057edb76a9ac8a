import { Args, Query, Resolver } from '@nestjs/graphql';
import type { QuerySnapshotCertificatesArgs, SnapshotCertificates } from '#platform/graphql';
import { SnapshotCertificatesService } from './certificates.service.js';

const usualPage = 500;

/** Exemption certificates for tills that sell on their own, in GraphQL. */
@Resolver()
export class SnapshotCertificatesResolver {
  constructor(private readonly certificates: SnapshotCertificatesService) {}

  @Query()
  async snapshotCertificates(@Args() { first, after }: QuerySnapshotCertificatesArgs): Promise<SnapshotCertificates> {
    const { data, content, keyId, signature } = await this.certificates.page(first ?? usualPage, after ?? '');
    return { next: data.next, content, signature: { keyId, value: signature } };
  }
}
