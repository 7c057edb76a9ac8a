import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  accessErrors,
  Attempts,
  checkedPassword,
  hashOf,
  PasswordService,
  SessionService,
  type OpenedSession,
  type SessionTokens,
} from '#access';
import { customerResetRequested, event, recording } from '#events';
import { accountEmail, type Actor, type Context } from '#kernel';
import { Clock } from '#platform/clock';
import { Database } from '#platform/db';
import { newId } from '#platform/ids';
import type { Customer } from './customer.js';
import { newProfile, type ProfileFields } from './customer.input.js';
import { CustomerRepository, type Credentials } from './customer.repository.js';
import { customersErrors } from './customers.errors.js';
import { CustomersService, told } from './customers.service.js';

/** How long a token that sets a new password is good for. */
const resetMinutes = 60;

/** A customer who has just signed in; `actor` is who asks from now on, as which the rest of the request may act. */
export interface SignedIn {
  readonly customer: Customer;
  readonly tokens: SessionTokens;
  readonly actor: Extract<Actor, { kind: 'customer' }>;
}

/** Signing up and in, and passwords. */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Database,
    private readonly repository: CustomerRepository,
    private readonly customers: CustomersService,
    private readonly passwords: PasswordService,
    private readonly sessions: SessionService,
    private readonly attempts: Attempts,
    private readonly clock: Clock,
  ) {}

  /** Records a customer and signs it in. @throws UserError INVALID, ALREADY_EXISTS, LIMIT_REACHED */
  async signUp(
    context: Context,
    { email, password, ...fields }: ProfileFields & { readonly email: string; readonly password: string },
  ): Promise<SignedIn> {
    const profile = newProfile(email, fields);
    const checked = checkedPassword(password, ['password']);
    await this.attempts.signingUp(context);
    return this.attempts.counted('sign-in', profile.email, context, async () => {
      const passwordHash = await this.passwords.hash(checked);
      const account = { groups: [], passwordHash, emailVerified: false };
      const { customer, writes } = this.customers.newcomer(context, profile, account);
      return signedIn(customer, await told(this.sessions.open({ kind: 'CUSTOMER', id: customer.id }, writes)));
    });
  }

  /**
   * Signs a customer in. That there is nobody of this e-mail address is answered like a wrong password, and takes as long.
   * @throws UserError INVALID, FORBIDDEN, LIMIT_REACHED
   */
  async signIn(context: Context, email: string, password: string): Promise<SignedIn> {
    const normalised = accountEmail(email);
    return this.attempts.counted('sign-in', normalised, context, async () => {
      const found = await this.repository.credentials(normalised);
      const right = await this.passwords.matches(password, found?.passwordHash ?? null);
      if (!found || !right) throw accessErrors.wrongCredentials();
      return this.open(found);
    });
  }

  /** Sets another password, and signs out every other device. @throws UserError INVALID, FORBIDDEN, LIMIT_REACHED */
  async changePassword(
    context: Context,
    { id, sessionId }: SignedIn['actor'],
    { currentPassword, newPassword }: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<void> {
    const checked = checkedPassword(newPassword, ['newPassword']);
    await this.attempts.counted('sign-in', id, context, async () => {
      const found = await this.repository.credentialsOf(id);
      const right = await this.passwords.matches(currentPassword, found?.passwordHash ?? null);
      if (!right) throw accessErrors.wrongPassword();
      const passwordHash = await this.passwords.hash(checked);
      await this.db.deciding(`customer ${id}`, async () => {
        const customer = await this.repository.find(id);
        if (!customer) throw customersErrors.noCustomer();
        // whoever was given another password meanwhile has not named the one that it has
        if ((await this.repository.credentialsOf(id))?.passwordHash !== found?.passwordHash) throw accessErrors.wrongPassword();
        await this.db.commit([
          ...this.customers.changing(context, customer, customer, ['password']),
          this.repository.settingPassword(id, passwordHash),
          this.sessions.endingAll({ kind: 'CUSTOMER', id }, sessionId),
        ]);
      });
    });
  }

  /** A token with which the customer may set a new password, once and within the hour; `customer.reset_requested` tells. @throws UserError NOT_FOUND */
  async createResetToken(
    context: Context,
    customerId: string,
  ): Promise<{ readonly token: string; readonly expiresInMinutes: number }> {
    const token = `cwreset_${randomBytes(32).toString('base64url')}`;
    return this.db.deciding(`customer ${customerId}`, async () => {
      const customer = await this.repository.find(customerId);
      if (!customer) throw customersErrors.noCustomer('customerId');
      const { id } = customer;
      const version = customer.version + 1n;
      await this.db.commit([
        this.repository.promisingReset(id, hashOf(token), resetMinutes, version),
        recording([event(customerResetRequested, newId('event'), id, version, { customerId: id })], context),
      ]);
      return { token, expiresInMinutes: resetMinutes };
    });
  }

  /**
   * Sets a new password, and signs out every device. Staff have handed the token over to the person of the e-mail address, which is
   * confirmed by that. @throws UserError INVALID, NOT_FOUND
   */
  async resetPassword(context: Context, token: string, newPassword: string): Promise<void> {
    const checked = checkedPassword(newPassword, ['newPassword']);
    const hash = hashOf(token);
    const id = await this.repository.resetFor(hash);
    if (!id) throw customersErrors.noReset();
    const passwordHash = await this.passwords.hash(checked);
    await this.db.deciding(`password reset ${hash}`, async () => {
      const customer = await this.repository.find(id);
      if (!customer || (await this.repository.resetFor(hash)) === null) throw customersErrors.noReset();
      const emailVerifiedAt = customer.emailVerifiedAt ?? this.clock.now();
      await this.db.commit([
        ...this.customers.changing(context, customer, { ...customer, emailVerifiedAt }, ['password']),
        this.repository.redeemingReset(hash, passwordHash),
        this.sessions.endingAll({ kind: 'CUSTOMER', id }),
      ]);
    });
  }

  private async open(credentials: Credentials): Promise<SignedIn> {
    const { id } = credentials;
    const customer = await this.repository.find(id);
    if (!customer) throw accessErrors.wrongCredentials();
    return signedIn(
      customer,
      await this.sessions.openIf({ kind: 'CUSTOMER', id }, this.repository.assertingSigningIn(credentials)),
    );
  }
}

function signedIn(customer: Customer, { session, tokens }: OpenedSession): SignedIn {
  return { customer, tokens, actor: { kind: 'customer', id: customer.id, sessionId: session.id } };
}
