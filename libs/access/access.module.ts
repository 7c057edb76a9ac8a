import { Module } from '@nestjs/common';
import { AccessService } from './access.service.js';
import { Attempts } from './attempts.service.js';
import { KeyRepository } from './key.repository.js';
import { KeyResolver } from './key.resolver.js';
import { PasswordService } from './password.service.js';
import { SessionRepository } from './session.repository.js';
import { SessionResolver } from './session.resolver.js';
import { SessionService } from './session.service.js';
import { SigningKeyRepository } from './signing-key.repository.js';
import { StaffRepository } from './staff.repository.js';
import { StaffResolver } from './staff.resolver.js';
import { StaffService } from './staff.service.js';
import { StaffSignInService } from './staff-sign-in.service.js';
import { TokenService } from './token.service.js';
import { ViewerResolver } from './viewer.resolver.js';

/** Who asks: keys, sessions, staff, and what each may do. */
@Module({
  providers: [
    AccessService,
    Attempts,
    KeyRepository,
    KeyResolver,
    PasswordService,
    SessionRepository,
    SessionResolver,
    SessionService,
    SigningKeyRepository,
    StaffRepository,
    StaffResolver,
    StaffService,
    StaffSignInService,
    TokenService,
    ViewerResolver,
  ],
  exports: [AccessService, Attempts, PasswordService, SessionService, StaffService, TokenService],
})
export class AccessModule {}
