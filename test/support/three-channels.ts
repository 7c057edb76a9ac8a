import { AccessService } from '#access';
import { aCustomer, type TestCustomer } from './accounts.js';
import type { Json } from './api.js';
import { aContext } from './context.js';
import type { TestShop } from './shop.js';
import { staffOf } from './staff.js';

/** The headers of somebody who asks. */
export type Headers = Readonly<Record<string, string>>;

/** The key of a new till in the shop's only store, in a channel of its own. */
export async function aTill({ app, ask, staff, postgres }: TestShop, code = 'till'): Promise<Headers> {
  const { done } = staffOf({ ask, staff });
  const [entity] = await ask('{ legalEntities { id } }', {}, staff);
  const { rows } = await postgres.database.pool.query<{ id: string }>('select id from location order by id limit 1');
  const locationId = String(rows[0]?.id);
  const { channel } = await done(
    'createChannel',
    {
      code,
      name: code,
      kind: 'TILL',
      legalEntityId: entity.id,
      currencies: ['EUR'],
      locales: ['en'],
      country: 'DE',
      locationIds: [locationId],
      paymentProviders: ['manual', 'sandbox', 'on-account'],
    },
    'channel { id }',
  );
  const device = { kind: 'DEVICE', name: code, channelIds: [channel.id], locationId, permissions: ['SELL'] } as const;
  const { secret } = await app.get(AccessService, { strict: false }).create(aContext(), device);
  return { authorization: `Bearer ${secret}` };
}

/** A unit of an organization with a member of each role that is asked for; `as` is how a member asks for it. */
export interface TestUnit {
  readonly id: string;
  readonly members: Readonly<Record<string, TestCustomer>>;
  as(role: string): Headers;
}

/** Makes a unit with new members of these roles. */
export async function aUnit(shop: TestShop, code: string, roles: readonly string[], settings: object = {}): Promise<TestUnit> {
  const { done } = staffOf(shop);
  const made: Json = await done('createOrganization', { code, ...settings }, 'organization { id }');
  const id = String(made.organization.id);
  const members: Record<string, TestCustomer> = {};
  for (const role of roles) {
    const member = await aCustomer(shop, `${role}-${code}@example.test`.toLowerCase());
    await done('addOrganizationMember', { organizationId: id, customerId: member.id, role });
    members[role] = member;
  }
  return { id, members, as: (role) => ({ ...members[role]?.headers, 'x-organization': id }) };
}
