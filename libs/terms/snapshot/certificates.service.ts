import { Injectable } from '@nestjs/common';
import { SignaturesService } from '#access';
import { toJson } from '#engine';
import { UserError } from '#kernel';
import { Clock } from '#platform/clock';
import { Database } from '#platform/db';
import { pageOfCertificates, type HashedCertificate } from '#tax';
import type { Signed } from './rule-snapshot.service.js';

/** The most certificates of one page. */
const largestPage = 1000;

/** A page of certificates, which a till verifies and keeps. */
export interface CertificatesPage {
  readonly issuedAt: number;
  readonly certificates: readonly HashedCertificate[];
  /** Where the next page begins; null: this is the last. */
  readonly next: string | null;
}

/** What a till needs to take no tax from whoever shows a certificate, while nobody can be asked. */
@Injectable()
export class SnapshotCertificatesService {
  constructor(
    private readonly db: Database,
    private readonly signatures: SignaturesService,
    private readonly clock: Clock,
  ) {}

  /** So many certificates after one, signed. @throws UserError INVALID */
  async page(first: number, after: string): Promise<Signed<CertificatesPage>> {
    if (first < 1 || first > largestPage)
      throw new UserError('INVALID', `first is 1 to ${largestPage}`, ['first'], { most: largestPage });
    const found = await pageOfCertificates(this.db, after, first + 1);
    const certificates = found.slice(0, first);
    const next = found.length > first ? (certificates.at(-1)?.id ?? null) : null;
    const data = { issuedAt: this.clock.now().getTime(), certificates, next };
    const content = toJson(data);
    return { data, content, ...(await this.signatures.sign(content)) };
  }
}
