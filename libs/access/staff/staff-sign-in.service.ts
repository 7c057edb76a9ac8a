import { Injectable } from '@nestjs/common';
import { accountEmail, type Context } from '#kernel';
import { Conflict, Database } from '#platform/db';
import { accessErrors } from '../access.errors.js';
import { Attempts } from '../attempts/attempts.service.js';
import { checkedPassword } from '../password.js';
import { PasswordService } from '../password.service.js';
import type { SessionTokens } from '../sessions/session.js';
import { SessionService } from '../sessions/session.service.js';
import type { StaffMember } from './staff.js';
import { StaffService } from './staff.service.js';
import { StaffRepository, type StaffCredentials } from './staff.repository.js';

/** A member of staff who has just signed in. */
export interface StaffSignedIn {
  readonly staff: StaffMember;
  readonly tokens: SessionTokens;
}

/** Signs staff in, and gives them another password. */
@Injectable()
export class StaffSignInService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
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

  /**
   * Sets another password of the member of staff who asks, and ends every other of its sessions.
   * @throws UserError INVALID, FORBIDDEN, LIMIT_REACHED
   */
  async changePassword(
    context: Context,
    { currentPassword, newPassword }: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<void> {
    const { actor } = context;
    if (actor.kind !== 'staff' || !actor.sessionId) throw accessErrors.notSignedIn();
    const { id, sessionId: except } = actor;
    const checked = checkedPassword(newPassword, ['newPassword']);
    await this.attempts.counted('sign-in', `staff ${id}`, context, async () => {
      const found = await this.repository.credentialsOf(id);
      const right = await this.passwords.matches(currentPassword, found?.passwordHash ?? null);
      if (!found || !right) throw accessErrors.wrongPassword();
      const passwordHash = await this.passwords.hash(checked);
      await this.db.inTurn(`staff ${id}`, async () => {
        const member = await this.repository.find(id);
        if (!member) throw accessErrors.wrongPassword();
        const writes = this.staff.changing(context, member, member, { passwordHash, except });
        // whoever was given another password meanwhile, or none, has not named the one that it has
        await this.db.commit([this.repository.assertingSigningIn(found), ...writes]).catch((error: unknown) => {
          throw error instanceof Conflict ? accessErrors.wrongPassword() : error;
        });
      });
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
