import type { Actor, Id } from '#kernel';
import { newId } from '#platform/ids';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { BuyersService } from './buyers.service.js';
import type { MemberRole } from './member.js';
import { MembersService } from './members.service.js';
import type { Organization } from './organization.js';
import { OrganizationImportRepository } from './organization-import.repository.js';
import { OrganizationsService } from './organizations.service.js';

const postgres = usingDatabase();
const system = aContext();
let units: OrganizationsService;
let members: MembersService;
let root: Organization;
let left: Organization;
let right: Organization;
let leaf: Organization;
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;
const kept = () =>
  sql('select m.*, o.version from organization_member m join organization o on o.id = m.organization_id order by 1, 2');

async function aCustomer(): Promise<Id<'customer'>> {
  const id: Id<'customer'> = newId('customer');
  await sql(`insert into customer (id) values ('${id}')`);
  return id;
}

async function aMember(unit: Organization, role: MemberRole): Promise<Id<'customer'>> {
  const customerId = await aCustomer();
  await members.add('addOrganizationMember', { organizationId: unit.id, customerId }, role, system);
  return customerId;
}

function as(actor: Actor) {
  const context = aContext({ actor });
  return {
    add: (unit: { id: string }, customerId: string, role: MemberRole = 'BUYER', key?: string) =>
      members.add('addOrganizationMember', { organizationId: unit.id, customerId }, role, context, key),
    setRole: (unit: { id: string }, customerId: string, role: MemberRole) =>
      members.setRole('setColleagueRole', { organizationId: unit.id, customerId }, role, context),
    remove: (unit: { id: string }, customerId: string) =>
      members.remove('removeColleague', { organizationId: unit.id, customerId }, context),
    page: (unit: { id: string }, first = 20, after: string | null = null) => members.page(unit.id, { first, after }, context),
  };
}

const customer = (id: Id<'customer'>) => as({ kind: 'customer', id, sessionId: newId('session') });
const staff = (permissions: string[]) => as({ kind: 'staff', id: newId('staff'), permissions: new Set(permissions) });

beforeAll(async () => {
  const buyers = new BuyersService(postgres.database);
  units = new OrganizationsService(postgres.database, buyers);
  members = new MembersService(postgres.database, buyers);
  root = await units.create({ code: 'root' }, system);
  [left, right] = [
    await units.create({ code: 'left', parentId: root.id }, system),
    await units.create({ code: 'right', parentId: root.id }, system),
  ];
  leaf = await units.create({ code: 'leaf', parentId: left.id }, system);
});

it('an ADMIN changes the members of its unit and of those below it', async () => {
  const admin = customer(await aMember(left, 'ADMIN'));
  const somebody = await aCustomer();
  for (const unit of [left, leaf]) {
    expect(await admin.add(unit, somebody)).toEqual({ organizationId: unit.id, customerId: somebody, role: 'BUYER' });
    expect((await admin.setRole(unit, somebody, 'APPROVER')).role).toBe('APPROVER');
    expect((await admin.page(unit)).nodes).toContainEqual({ organizationId: unit.id, customerId: somebody, role: 'APPROVER' });
    await admin.remove(unit, somebody);
    expect((await admin.page(unit)).nodes.map(({ customerId }) => customerId)).not.toContain(somebody);
  }
});

it('to an ADMIN no unit above or beside exists', async () => {
  const admin = customer(await aMember(left, 'ADMIN'));
  const theirs = { root: await aMember(root, 'BUYER'), right: await aMember(right, 'BUYER') };
  const before = await kept();
  for (const [unit, member] of [
    [root, theirs.root],
    [right, theirs.right],
  ] as const) {
    const refused = { code: 'NOT_FOUND', path: ['organizationId'] };
    expect(await refusal(admin.add(unit, await aCustomer()))).toEqual(refused);
    expect(await refusal(admin.setRole(unit, member, 'VIEWER'))).toEqual(refused);
    expect(await refusal(admin.remove(unit, member))).toEqual(refused);
    expect(await refusal(admin.page(unit))).toEqual(refused);
  }
  expect(await refusal(admin.page({ id: newId('organization') }))).toEqual({ code: 'NOT_FOUND', path: ['organizationId'] });
  expect(await kept()).toEqual(before);
});

it.each(['VIEWER', 'BUYER', 'APPROVER'] as const)('a %s changes nobody, itself included', async (role) => {
  const id = await aMember(left, role);
  const before = await kept();
  const refused = { code: 'FORBIDDEN', path: ['organizationId'] };
  expect(await refusal(customer(id).setRole(left, id, 'ADMIN'))).toEqual(refused);
  expect(await refusal(customer(id).add(leaf, id, 'ADMIN'))).toEqual(refused);
  expect(await refusal(customer(id).page(left))).toEqual(refused);
  expect(await kept()).toEqual(before);
});

it('staff need the permission; guests and strangers find nothing', async () => {
  const somebody = await aCustomer();
  const before = await kept();
  const refused = { code: 'NOT_FOUND', path: ['organizationId'] };
  for (const nobody of [staff(['MANAGE_ORDERS']), as({ kind: 'guest' }), customer(somebody)])
    expect(await refusal(nobody.add(left, somebody))).toEqual(refused);
  expect(await kept()).toEqual(before);
  expect((await staff(['MANAGE_ORGANIZATIONS']).add(left, somebody)).customerId).toBe(somebody);
});

it('is told with ids only, without a gap, and once per key', async () => {
  const unit = await units.create({ code: 'told' }, system);
  const [somebody, boss] = [await aCustomer(), as(system.actor)];
  await boss.add(unit, somebody, 'BUYER', 'k');
  await boss.add(unit, somebody, 'BUYER', 'k');
  await boss.setRole(unit, somebody, 'BUYER');
  await boss.remove(unit, somebody);
  const payload = { organizationId: unit.id, customerId: somebody };
  expect(await sql(`select type, aggregate_version v, payload from outbox where aggregate_id = '${unit.id}' order by 2`)).toEqual(
    [
      { type: 'organization.changed', v: '1', payload: { organizationId: unit.id, changed: ['created'] } },
      { type: 'organization.member_changed', v: '2', payload },
      { type: 'organization.member_changed', v: '3', payload },
    ],
  );
});

it('many may be added at once', async () => {
  const unit = await units.create({ code: 'many' }, system);
  const all = await Promise.all(Array.from({ length: 12 }, () => aCustomer()));
  await Promise.all(all.map((id) => as(system.actor).add(unit, id)));
  const first = await as(system.actor).page(unit, 10);
  const rest = await as(system.actor).page(unit, 10, first.pageInfo.endCursor);
  expect([...first.nodes, ...rest.nodes].map(({ customerId }) => customerId)).toEqual(all.toSorted());
  expect((await units.organization(unit.id))?.version).toBe(13n);
});

it('is refused for whom there is not, twice, or who is none', async () => {
  const [member, boss] = [await aMember(left, 'BUYER'), as(system.actor)];
  const before = await kept();
  const path = ['customerId'];
  expect(await refusal(boss.add(left, newId('customer')))).toEqual({ code: 'NOT_FOUND', path });
  expect(await refusal(boss.add(left, 'cus_\u0000'))).toEqual({ code: 'NOT_FOUND', path });
  expect(await refusal(boss.add(left, member))).toEqual({ code: 'ALREADY_EXISTS', path });
  expect(await refusal(boss.setRole(right, member, 'ADMIN'))).toEqual({ code: 'NOT_FOUND', path });
  expect(await refusal(boss.remove(right, member))).toEqual({ code: 'NOT_FOUND', path });
  expect(await kept()).toEqual(before);
});

test('whom a file makes a member is not invited any more', async () => {
  const unit = await units.create({ code: 'from-a-file' }, system);
  const customerId = await aCustomer();
  await members.invite('inviteColleague', { organizationId: unit.id, customerId }, 'ADMIN', system);
  const imports = new OrganizationImportRepository(postgres.database);
  const [before] = await imports.byCode(['from-a-file'], [customerId]);
  if (!before) throw new Error('it was just made');
  const after = { ...before, version: before.version + 1n, parentPath: null };
  const imported = { unit: after, before, changed: ['members'], members: [{ customerId, role: 'BUYER' as const }] };
  await postgres.database.commit(imports.saving([imported]));
  expect(await sql(`select * from organization_invitation where organization_id = '${unit.id}'`)).toEqual([]);
  expect(await members.accept({ organizationId: unit.id, customerId }, system)).toMatchObject({ role: 'BUYER' });
});

test('of many who invite, accept and decline at once each has its turn, and nobody is both a member and invited', async () => {
  const unit = await units.create({ code: 'crowded' }, system);
  const who = { organizationId: unit.id, customerId: await aCustomer() };
  const all = Array.from({ length: 4 }, () => [
    members.invite('inviteColleague', who, 'VIEWER', system),
    members.accept(who, system),
    members.add('addOrganizationMember', who, 'BUYER', system),
    members.decline(who, system),
  ]).flat();
  const refusals = (await Promise.allSettled(all)).flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason.code] : [],
  );
  expect(new Set(refusals)).toEqual(new Set(['ALREADY_EXISTS', 'NOT_FOUND']));
  const [{ member, invited, version, told }] = (await sql(
    `select (select count(*)::int from organization_member where organization_id = o.id) member,
      (select count(*)::int from organization_invitation where organization_id = o.id) invited, o.version::int,
      (select count(*)::int from outbox where aggregate_id = o.id) told from organization o where id = '${unit.id}'`,
  )) as [{ member: number; invited: number; version: number; told: number }];
  expect([member, invited, told]).toEqual([1, 0, version]);
});
