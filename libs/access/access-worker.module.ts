import { Module } from '@nestjs/common';
import { AttemptRepository } from './attempts/attempt.repository.js';
import { AccessPurge } from './purge.service.js';
import { SessionRepository } from './sessions/session.repository.js';

/** What access does without being asked. */
@Module({ providers: [AccessPurge, AttemptRepository, SessionRepository] })
export class AccessWorkerModule {}
