import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';

const shop = usingShop();
const units: Record<string, string> = {};
let admin: TestCustomer;
let clerk: TestCustomer;

const kept = async () =>
  (
    await shop().postgres.database.pool.query<Json>(
      `select 'member', organization_id, customer_id, role from organization_member
       union all select 'invited', organization_id, customer_id, role from organization_invitation order by 1, 2, 3`,
    )
  ).rows;
const results: Record<string, string> = {
  removeColleague: 'customerId',
  declineInvitation: 'organizationId',
  inviteColleague: 'invited { organizationId customerId role }',
};
const member = (field: string, customer: TestCustomer, input: Json): Promise<Json> => {
  const type = `${field[0]?.toUpperCase() ?? ''}${field.slice(1)}Input`;
  const result = results[field] ?? 'member { organizationId customerId role }';
  const mutation = `mutation ($input: ${type}!) { ${field}(input: $input) { ${result} userErrors { code path } } }`;
  return shop().ask(mutation, { input }, customer.headers);
};

beforeAll(async () => {
  const { done } = staffOf(shop());
  [admin, clerk] = [await aCustomer(shop(), 'admin@example.test'), await aCustomer(shop(), 'clerk@example.test')];
  for (const [code, parent, more] of [
    ['acme', null, { purchaseOrderRequired: true, onAccount: true, externalCode: 'DEB-7' }],
    ['acme-berlin', 'acme', { onAccount: false }],
    ['acme-berlin-it', 'acme-berlin', {}],
    ['acme-paris', 'acme', {}],
  ] as const) {
    const input = { code, parentId: parent && units[parent], ...more };
    units[code] = (await done('createOrganization', input, 'organization { id }')).organization.id;
  }
  await done('addOrganizationMember', { organizationId: units['acme-berlin'], customerId: admin.id, role: 'ADMIN' });
}, 60_000);

test('staff see the tree, and what a unit inherits', async () => {
  const { ask, staff } = shop();
  const query = `query ($id: ID!) { organization(id: $id) { code parentId ancestorIds onAccount
    settings { purchaseOrderRequired onAccount externalCode } version } }`;
  expect(await ask(query, { id: units['acme-berlin-it'] }, staff)).toEqual({
    code: 'acme-berlin-it',
    parentId: units['acme-berlin'],
    ancestorIds: [units.acme, units['acme-berlin']],
    onAccount: null,
    settings: { purchaseOrderRequired: true, onAccount: false, externalCode: 'DEB-7' },
    version: '1',
  });
  const list = 'query ($of: ID) { organizations(first: 10, parentId: $of) { nodes { code } pageInfo { hasNextPage } } }';
  expect((await ask(list, { of: units.acme }, staff)).nodes).toEqual([{ code: 'acme-berlin' }, { code: 'acme-paris' }]);
  expect(await ask(query, { id: 'org_none' }, staff)).toBeNull();
});

test('staff move a unit at the version that they have seen', async () => {
  const { ask, staff } = shop();
  const move = `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) {
    organization { ancestorIds version } userErrors { code path } } }`;
  const id = units['acme-paris'];
  const moved = await ask(move, { input: { id, parentId: units['acme-berlin'], expectedVersion: '1' } }, staff);
  expect(moved).toEqual({ organization: { ancestorIds: [units.acme, units['acme-berlin']], version: '2' }, userErrors: [] });
  expect(await ask(move, { input: { id, parentId: units.acme, expectedVersion: '1' } }, staff)).toEqual({
    organization: null,
    userErrors: [{ code: 'STALE_VERSION', path: ['input', 'expectedVersion'] }],
  });
  expect(await ask(move, { input: { id, parentId: units.acme } }, staff)).toMatchObject({ organization: { version: '3' } });
});

test('an ADMIN finds its unit, and governs the members of that and of those below', async () => {
  const mine = '{ myOrganizations { nodes { role organization { id code } } } }';
  expect(await shop().ask(mine, {}, admin.headers)).toEqual({
    nodes: [{ role: 'ADMIN', organization: { id: units['acme-berlin'], code: 'acme-berlin' } }],
  });
  const who = { organizationId: units['acme-berlin-it'], customerId: clerk.id };
  expect(await member('inviteColleague', admin, { ...who, role: 'VIEWER' })).toEqual({
    invited: { ...who, role: 'VIEWER' },
    userErrors: [],
  });
  expect(await member('acceptInvitation', clerk, { organizationId: who.organizationId })).toEqual({
    member: { ...who, role: 'VIEWER' },
    userErrors: [],
  });
  expect(await member('setColleagueRole', admin, { ...who, role: 'BUYER' })).toMatchObject({ member: { role: 'BUYER' } });
  const colleagues = 'query ($id: ID!) { colleagues(organizationId: $id) { nodes { customerId role } } }';
  expect((await shop().ask(colleagues, { id: who.organizationId }, admin.headers)).nodes).toEqual([
    { customerId: clerk.id, role: 'BUYER' },
  ]);
  expect(await shop().ask(mine, {}, clerk.headers)).toMatchObject({ nodes: [{ role: 'BUYER' }] });
  expect(await member('removeColleague', admin, who)).toEqual({ customerId: clerk.id, userErrors: [] });
  expect((await shop().ask(mine, {}, clerk.headers)).nodes).toEqual([]);
});

test('never those of a unit above or beside, nor as staff would', async () => {
  const before = await kept();
  const who = (unit: string) => ({ organizationId: units[unit], customerId: clerk.id });
  const refused = { invited: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'organizationId'] }] };
  for (const unit of ['acme', 'acme-paris']) {
    expect(await member('inviteColleague', admin, { ...who(unit), role: 'BUYER' })).toEqual(refused);
    const colleagues = 'query ($id: ID!) { colleagues(organizationId: $id) { nodes { customerId } } }';
    const { errors } = await shop().gql(colleagues, { id: units[unit] }, admin.headers);
    expect(errors[0].message).toContain('there is no organization');
  }
  expect(await member('inviteColleague', clerk, { ...who('acme-berlin'), role: 'ADMIN' })).toEqual(refused);
  await expect(member('addOrganizationMember', admin, { ...who('acme-berlin'), role: 'ADMIN' })).rejects.toThrow('FORBIDDEN');
  expect(await kept()).toEqual(before);
});

test('who is invited is nothing in the unit before it has accepted', async () => {
  const { ask, gql, postgres } = shop();
  const organizationId = units['acme-berlin-it'] ?? '';
  const who = { organizationId, customerId: clerk.id };
  const asUnit = { ...clerk.headers, 'x-organization': organizationId };
  const invitations = '{ myInvitations { nodes { organizationId organizationName role } } }';
  const outside = async () => {
    expect((await gql('{ currentCart { id } }', {}, asUnit)).data?.currentCart ?? null).toBeNull();
    expect((await ask('{ myOrganizations { nodes { role } } }', {}, clerk.headers)).nodes).toEqual([]);
    const { errors } = await gql(
      'query ($id: ID!) { colleagues(organizationId: $id) { nodes { role } } }',
      { id: organizationId },
      clerk.headers,
    );
    expect(errors[0].message).toContain('there is no organization');
  };
  const version = async () => {
    const { rows } = await postgres.database.pool.query('select version from organization where id = $1', [organizationId]);
    return Number(rows[0].version);
  };
  const begun = await version();
  await member('inviteColleague', admin, { ...who, role: 'ADMIN' });
  await member('inviteColleague', admin, { ...who, role: 'ADMIN' });
  await outside();
  const shown = { organizationId, organizationName: 'acme-berlin-it', role: 'ADMIN' };
  expect((await ask(invitations, {}, clerk.headers)).nodes).toEqual([shown]);
  const seen = 'query ($id: ID!) { invitedColleagues(organizationId: $id) { nodes { customerId role } } }';
  expect((await ask(seen, { id: organizationId }, admin.headers)).nodes).toEqual([{ customerId: clerk.id, role: 'ADMIN' }]);
  expect(await member('declineInvitation', clerk, { organizationId })).toEqual({ organizationId, userErrors: [] });
  await outside();
  const gone = { member: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'organizationId'] }] };
  expect(await member('acceptInvitation', clerk, { organizationId })).toEqual(gone);
  // nor does an ADMIN's second thought leave anything to accept
  await member('inviteColleague', admin, { ...who, role: 'BUYER' });
  expect(await member('removeColleague', admin, who)).toEqual({ customerId: clerk.id, userErrors: [] });
  expect(await member('acceptInvitation', clerk, { organizationId })).toEqual(gone);
  expect(await version()).toBe(begun + 4);
  const { rows } = await postgres.database.pool.query(
    `select type, actor, payload from outbox where aggregate_id = $1 order by aggregate_version desc limit 4`,
    [organizationId],
  );
  const told = (actor: TestCustomer) => ({
    type: 'organization.invitation_changed',
    actor: `customer:${actor.id}`,
    payload: who,
  });
  expect(rows).toEqual([told(admin), told(admin), told(clerk), told(admin)]);
});

test('who is invited and accepts is a member once; what staff make of it meanwhile counts', async () => {
  const { done } = staffOf(shop());
  const organizationId = units['acme-berlin-it'] ?? '';
  const who = { organizationId, customerId: clerk.id };
  await member('inviteColleague', admin, { ...who, role: 'VIEWER' });
  await done('addOrganizationMember', { ...who, role: 'BUYER' });
  const before = await kept();
  expect(before.filter((row: Json) => row.customer_id === clerk.id)).toHaveLength(1);
  expect(await member('acceptInvitation', clerk, { organizationId })).toEqual({
    member: { ...who, role: 'BUYER' },
    userErrors: [],
  });
  const taken = { invited: null, userErrors: [{ code: 'ALREADY_EXISTS', path: ['input', 'customerId'] }] };
  expect(await member('inviteColleague', admin, { ...who, role: 'ADMIN' })).toEqual(taken);
  const nobody = { ...who, customerId: 'cus_00000000000000000000000000' };
  expect(await member('inviteColleague', admin, { ...nobody, role: 'ADMIN' })).toMatchObject({
    userErrors: [{ code: 'NOT_FOUND' }],
  });
  expect(await kept()).toEqual(before);
});
