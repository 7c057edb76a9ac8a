import { isAllowed, stranger, type Actor, type Buyer, type Context, type Id } from '#kernel';
import type { MemberRole } from '#organizations';

/** Whose a cart or an order is. */
export interface Owner {
  /** The customer whose it is, or who began it for the unit; null: a guest's. */
  readonly customerId: Id<'customer'> | null;
  /** The unit of an organization that shares it; null: it is the customer's own. */
  readonly organizationId: Id<'organization'> | null;
}

/** What is known of a cart or an order that somebody asks for. */
export interface Owned {
  readonly owner: Owner;
  /** What the asking customer is in the unit that it belongs to; null: nothing, or there is no unit. */
  readonly role: MemberRole | null;
  /** The till that has it open now; null: none. */
  readonly deviceId: Id<'accessKey'> | null;
}

/** What a unit of an organization says of how it buys. */
export interface BuyingUnit {
  /** The unit, then those above it up to the root. */
  readonly ids: readonly Id<'organization'>[];
  /** Whether an order needs a purchase order number. */
  readonly purchaseOrderRequired: boolean;
  /** Whether it may buy on account. */
  readonly onAccount: boolean;
}

/** A guest's. */
export const nobodys: Owner = { customerId: null, organizationId: null };

/**
 * Whether it is there for whoever asks. A guest's is there for all who know its id; a customer's for that customer, a unit's
 * for the unit's members, each for the till that has it open, and for staff with the permission.
 */
export function mayRead({ actor }: Pick<Context, 'actor'>, { owner, role, deviceId }: Owned, permission: Permission): boolean {
  if (owner.customerId === null || isStaff(actor, permission)) return true;
  if (actor.kind === 'device') return actor.id === deviceId;
  if (actor.kind !== 'customer') return false;
  return owner.organizationId === null ? actor.id === owner.customerId : role !== null;
}

/** Whether whoever may read it may also change it: all but a unit's viewers. */
export function mayChange(context: Pick<Context, 'actor'>, owned: Owned, permission: Permission): boolean {
  if (!mayRead(context, owned, permission)) return false;
  return context.actor.kind !== 'customer' || owned.owner.organizationId === null || owned.role !== 'VIEWER';
}

/** Whether both are the same customer's own, or the same unit's. */
export function isSameOwner(one: Owner, other: Owner): boolean {
  return keyOf(one) === keyOf(other);
}

/** The one of the two that decides whose it is; null: a guest's. */
export function keyOf({ customerId, organizationId }: Owner): Id<'customer'> | Id<'organization'> | null {
  return organizationId ?? customerId;
}

/**
 * For whom a request buys, as carts see it: a unit buys for itself, whoever of its members puts things in, so that all of them see
 * the same prices.
 */
export function buyingFor({ buyer }: Pick<Context, 'buyer'>): Buyer {
  return buyer.unitIds.length && buyer.customerId !== null ? unitBuyer(buyer.unitIds) : buyer;
}

/** A unit as a buyer: without what is one member's own. */
export function unitBuyer(unitIds: Buyer['unitIds']): Buyer {
  return { ...stranger, unitIds };
}

/** The customer that asks, for the unit it buys for: whose what it begins is. A till's and staff's carts are guests' at first. */
export function ownerIn({ actor, buyer }: Pick<Context, 'actor' | 'buyer'>): Owner {
  return actor.kind === 'customer' ? { customerId: actor.id, organizationId: buyer.unitIds[0] ?? null } : nobodys;
}

/** Who asks, if it is a customer: whose role in a unit is looked up. */
export function askingCustomer({ actor }: Pick<Context, 'actor'>): Id<'customer'> | null {
  return actor.kind === 'customer' ? actor.id : null;
}

/** What lets staff see what is others': carts for those who sell, orders for those who look after them. */
type Permission = 'SELL' | 'MANAGE_ORDERS';

/** A till is no member of staff: what it may see it has opened. */
function isStaff(actor: Actor, permission: Permission): boolean {
  return actor.kind !== 'device' && isAllowed(actor, permission);
}
