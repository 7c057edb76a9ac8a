import { Injectable } from '@nestjs/common';
import { isId, type Buyer, type Id } from '#kernel';
import { Believed } from '#platform/believed';
import { Database } from '#platform/db';
import { findBuyer, type KnownBuyer } from './buyer.repository.js';
import type { MemberRole } from './member.js';

const believedMs = 1000;
const mostBuyers = 10_000;

/** As whom a customer buys: itself with its groups, or a unit with all above it. One statement a second at most for each. */
@Injectable()
export class BuyersService {
  /** By customer and unit. So long as it is believed a member who has left may still buy. */
  private readonly known = new Believed<KnownBuyer | null>((key) => findBuyer(this.db, ...splitKey(key)), believedMs, mostBuyers);

  constructor(private readonly db: Database) {}

  /**
   * The unit as a buyer, or the customer itself (null). All members of a unit buy alike: at its prices, seeing what it may see, without
   * what each of them gets for itself. Null: the customer is not active, or not a member of that very unit.
   */
  async of(customerId: Id<'customer'>, unitId: string | null): Promise<Buyer | null> {
    return (await this.knownAs(customerId, unitId))?.buyer ?? null;
  }

  /** What the customer may do for the unit; null: it is not a member, or not active. */
  async roleIn(customerId: Id<'customer'>, unitId: string): Promise<MemberRole | null> {
    return (await this.knownAs(customerId, unitId))?.role ?? null;
  }

  /** Forgets what this process believes, so that what was just changed here is so at once. */
  forget(): void {
    this.known.forget();
  }

  private async knownAs(customerId: Id<'customer'>, unitId: string | null): Promise<KnownBuyer | null> {
    // what is no id is no unit's, and must not fill the memory
    if (unitId !== null && !isId('organization', unitId)) return null;
    return this.known.get(unitId === null ? customerId : `${customerId} ${unitId}`);
  }
}

function splitKey(key: string): [Id<'customer'>, string | null] {
  const at = key.indexOf(' ');
  return at === -1 ? [key as Id<'customer'>, null] : [key.slice(0, at) as Id<'customer'>, key.slice(at + 1)];
}
