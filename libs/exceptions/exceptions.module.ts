import { Module } from '@nestjs/common';
import { ExceptionResolver } from './exception.resolver.js';
import { ExceptionsService } from './exceptions.service.js';

/** Exceptions: what facts brought, until somebody has decided. */
@Module({ providers: [ExceptionsService, ExceptionResolver], exports: [ExceptionsService] })
export class ExceptionsModule {}
