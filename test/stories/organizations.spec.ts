import { aCustomer, type TestCustomer } from '../support/accounts.js';
import type { Json } from '../support/api.js';
import { usingShop } from '../support/shop.js';
import { staffOf } from '../support/staff.js';

const shop = usingShop();
const units: Record<string, string> = {};
let admin: TestCustomer;
let clerk: TestCustomer;

const kept = async () =>
  (await shop().postgres.database.pool.query<Json>('select * from organization_member order by 1, 2')).rows;
const member = (field: string, customer: TestCustomer, input: Json): Promise<Json> => {
  const type = `${field[0]?.toUpperCase() ?? ''}${field.slice(1)}Input`;
  const result = field.startsWith('remove') ? 'customerId' : 'member { organizationId customerId role }';
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
  expect(await member('addColleague', admin, { ...who, role: 'VIEWER' })).toEqual({
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
  const refused = { member: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'organizationId'] }] };
  for (const unit of ['acme', 'acme-paris']) {
    expect(await member('addColleague', admin, { ...who(unit), role: 'BUYER' })).toEqual(refused);
    const colleagues = 'query ($id: ID!) { colleagues(organizationId: $id) { nodes { customerId } } }';
    const { errors } = await shop().gql(colleagues, { id: units[unit] }, admin.headers);
    expect(errors[0].message).toContain('there is no organization');
  }
  expect(await member('addColleague', clerk, { ...who('acme-berlin'), role: 'ADMIN' })).toEqual(refused);
  await expect(member('addOrganizationMember', admin, { ...who('acme-berlin'), role: 'ADMIN' })).rejects.toThrow('FORBIDDEN');
  expect(await kept()).toEqual(before);
});
