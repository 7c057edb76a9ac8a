import { Injectable } from '@nestjs/common';
import type { Id } from '#kernel';
import { Database } from '#platform/db';
import { balance, trial, type Balance, type TrialBalance } from './balance.js';
import { orderBalance, trialBalance } from './posting.repository.js';

/** What the books say: sums over postings, never running figures. */
@Injectable()
export class LedgerService {
  constructor(private readonly db: Database) {}

  /** Every account's balance; in a sound ledger debits and credits are equal in each currency. */
  async trialBalance(): Promise<TrialBalance> {
    return trial((await this.db.read(trialBalance)).map(balance));
  }

  /** What was posted for an order, by account. */
  async balanceOf(orderId: Id<'order'>): Promise<readonly Balance[]> {
    return (await this.db.read(orderBalance, [orderId])).map(balance);
  }
}
