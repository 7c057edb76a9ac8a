/** What the database's clock shows, as answers have told it, for decisions that ask the database nothing else. */
export class DatabaseClock {
  /** How far it is ahead of this process's own, in milliseconds. */
  private ahead = 0;

  /** An answer said that it is this instant. */
  hear(at: Date): void {
    this.ahead = at.getTime() - own();
  }

  /** The instant that it shows now, late by what the last answer was under way: whoever relies on it has the database check it. */
  now(): Date {
    return new Date(own() + this.ahead);
  }
}

/** Never set back, other than the wall clock. */
function own(): number {
  return performance.timeOrigin + performance.now();
}
