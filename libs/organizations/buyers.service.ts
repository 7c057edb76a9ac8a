import { Injectable } from '@nestjs/common';
import type { Buyer, Id } from '#kernel';
import { Database } from '#platform/db';
import { findBuyer, type KnownBuyer } from './buyer.repository.js';
import type { MemberRole } from './member.js';

/** How long what was read is believed: so long a member who has left may still buy. */
const believedMs = 1000;
/** How many buyers are remembered. */
const mostRemembered = 10_000;

/** As whom a customer buys: itself with its groups, or a unit with all above it. One statement a second at most for each. */
@Injectable()
export class BuyersService {
  private readonly remembered = new Map<string, { readonly until: number; readonly buyer: Promise<KnownBuyer | null> }>();

  constructor(private readonly db: Database) {}

  /**
   * The unit as a buyer, or the customer itself (null). All members of a unit buy alike: at its prices, seeing what it may see, without
   * what each of them gets for itself. Null: the customer is not active, or not a member of that very unit.
   */
  async of(customerId: Id<'customer'>, unitId: string | null): Promise<Buyer | null> {
    return (await this.known(customerId, unitId))?.buyer ?? null;
  }

  /** What the customer may do for the unit; null: it is not a member, or not active. */
  async roleIn(customerId: Id<'customer'>, unitId: string): Promise<MemberRole | null> {
    return (await this.known(customerId, unitId))?.role ?? null;
  }

  /** Forgets what this process believes, so that what was just changed here is so at once. */
  forget(): void {
    this.remembered.clear();
  }

  private async known(customerId: Id<'customer'>, unitId: string | null): Promise<KnownBuyer | null> {
    const key = `${customerId} ${unitId ?? ''}`;
    const now = Date.now();
    const known = this.remembered.get(key);
    if (known && known.until > now) return known.buyer;
    this.remembered.delete(key);
    if (this.remembered.size >= mostRemembered) this.remembered.delete(this.remembered.keys().next().value ?? '');
    const buyer = findBuyer(this.db, customerId, unitId);
    this.remembered.set(key, { until: now + believedMs, buyer });
    // a database that did not answer is asked again by the next request
    buyer.catch(() => this.remembered.delete(key));
    return buyer;
  }
}
