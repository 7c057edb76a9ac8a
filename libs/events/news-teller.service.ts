import { longestSaying, type Broadcast } from '#platform/broadcast';
import { liveTopic, toldIn, type News } from './news.js';

/** How much is kept while the last news is still being told: what does not fit is found by those who poll. */
const mostWaiting = 10_000;

/** Tells all processes which aggregates have news, without making the relay wait: what comes meanwhile goes together. */
export class NewsTeller {
  private waiting = new Map<string, bigint>();
  private telling = false;

  constructor(private readonly broadcast: Broadcast) {}

  /** Never fails and never waits. */
  tell(news: News): void {
    for (const [id, version] of news) if (this.waiting.size < mostWaiting) this.keep(id, version);
    if (!this.telling) void this.send();
  }

  /** What is about it has to be told whatever its own version is: that may have been heard already. */
  private keep(id: string, version: bigint): void {
    this.waiting.set(id, this.waiting.get(id) === 0n ? 0n : version);
  }

  private async send(): Promise<void> {
    this.telling = true;
    while (this.waiting.size > 0) {
      const news = this.waiting;
      this.waiting = new Map();
      for (const saying of toldIn(news, longestSaying)) await this.broadcast.publish(liveTopic, saying);
    }
    this.telling = false;
  }
}
