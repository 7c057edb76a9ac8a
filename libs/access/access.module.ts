import { Module } from '@nestjs/common';
import { AccessService } from './keys/access.service.js';
import { Attempts } from './attempts/attempts.service.js';
import { KeyRepository } from './keys/key.repository.js';
import { KeyResolver } from './keys/key.resolver.js';
import { PasswordService } from './password.service.js';
import { SessionRepository } from './sessions/session.repository.js';
import { SessionResolver } from './sessions/session.resolver.js';
import { SessionService } from './sessions/session.service.js';
import { SignatureResolver } from './signing/signature.resolver.js';
import { SignaturesService } from './signing/signatures.service.js';
import { SigningKeyRepository } from './signing/signing-key.repository.js';
import { SigningKeys } from './signing/signing-keys.service.js';
import { StaffRepository } from './staff/staff.repository.js';
import { StaffResolver } from './staff/staff.resolver.js';
import { StaffService } from './staff/staff.service.js';
import { StaffSignInService } from './staff/staff-sign-in.service.js';
import { TokenService } from './sessions/token.service.js';
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
    SignatureResolver,
    SignaturesService,
    SigningKeyRepository,
    SigningKeys,
    StaffRepository,
    StaffResolver,
    StaffService,
    StaffSignInService,
    TokenService,
    ViewerResolver,
  ],
  exports: [AccessService, Attempts, PasswordService, SessionService, SignaturesService, StaffService, TokenService],
})
export class AccessModule {}
