import { Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';

/** Gives `Clock` to everybody. */
@Global()
@Module({ providers: [Clock], exports: [Clock] })
export class ClockModule {}
