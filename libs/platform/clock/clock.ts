import { Injectable } from '@nestjs/common';

/** The time of day, as something that tests can set: services ask it, pure code is given the instant. */
@Injectable()
export class Clock {
  /** The present instant. */
  now(): Date {
    return new Date();
  }
}
