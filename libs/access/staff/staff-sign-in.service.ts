import { Injectable } from '@nestjs/common';
import { accountEmail, type Context } from '#kernel';
import { accessErrors } from '../access.errors.js';
import { Attempts } from '../attempts/attempts.service.js';
import { PasswordService } from '../password.service.js';
import type { SessionTokens } from '../sessions/session.js';
import { SessionService } from '../sessions/session.service.js';
import type { StaffMember } from './staff.js';
import { StaffRepository, type StaffCredentials } from './staff.repository.js';

/** A member of staff who has just signed in. */
export interface StaffSignedIn {
  readonly staff: StaffMember;
  readonly tokens: SessionTokens;
}

/** Signs staff in. */
@Injectable()
export class StaffSignInService {
  constructor(
    private readonly repository: StaffRepository,
    private readonly passwords: PasswordService,
    private readonly sessions: SessionService,
    private readonly attempts: Attempts,
  ) {}

  /**
   * Signs a member of staff in. That there is nobody of this e-mail address is answered like a wrong password, and takes as long.
   * @throws UserError INVALID, FORBIDDEN, LIMIT_REACHED
   */
  async signIn(context: Context, email: string, password: string): Promise<StaffSignedIn> {
    const normalised = accountEmail(email);
    return this.attempts.counted('sign-in', `staff ${normalised}`, context, async () => {
      const found = await this.repository.credentials(normalised);
      const right = await this.passwords.matches(password, found?.passwordHash ?? null);
      if (!found || !right) throw accessErrors.wrongCredentials();
      return this.open(found);
    });
  }

  private async open(credentials: StaffCredentials): Promise<StaffSignedIn> {
    const { id } = credentials;
    const staff = await this.repository.find(id);
    if (!staff) throw accessErrors.wrongCredentials();
    const { tokens } = await this.sessions.openIf({ kind: 'STAFF', id }, this.repository.assertingSigningIn(credentials));
    return { staff, tokens };
  }
}
