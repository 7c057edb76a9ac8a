import type { Id } from '#kernel';
import { newId } from '#platform/ids';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { statementsOf } from '../../test/support/statements.js';
import { BuyersService } from './buyers.service.js';
import type { Organization, OrganizationInput } from './organization.js';
import { OrganizationsService } from './organizations.service.js';

const postgres = usingDatabase();
const context = aContext();
let service: OrganizationsService;
let count = 0;
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;
const kept = () => sql('select id, parent_id, path, version from organization order by id');
const aUnit = (parent: Organization | null = null, input: OrganizationInput = {}) =>
  service.create({ code: `unit-${String(++count)}`, parentId: parent?.id ?? null, ...input }, context);
const pathOf = async ({ id }: Organization) => (await service.organization(id))?.path;

beforeAll(() => {
  service = new OrganizationsService(postgres.database, new BuyersService(postgres.database));
});

it('makes units that know all above them, and tells of it', async () => {
  const root = await aUnit(null, { name: ' Acme ' });
  const branch = await aUnit(root);
  const leaf = await aUnit(branch);
  expect(root).toMatchObject({ name: 'Acme', parentId: null, path: [root.id], version: 1n });
  expect(leaf).toMatchObject({ parentId: branch.id, path: [root.id, branch.id, leaf.id] });
  expect(await sql(`select type, aggregate_version v, payload from outbox where aggregate_id = '${leaf.id}'`)).toEqual([
    { type: 'organization.changed', v: '1', payload: { organizationId: leaf.id, changed: ['created'] } },
  ]);
});

it('inherits from the nearest unit that says something', async () => {
  const root = await aUnit(null, { purchaseOrderRequired: true, onAccount: true, externalCode: 'DEB-1' });
  const branch = await aUnit(root, { onAccount: false });
  const leaf = await aUnit(branch);
  expect(leaf.own).toEqual({ purchaseOrderRequired: null, onAccount: null, externalCode: null });
  expect(leaf.settings).toEqual({ purchaseOrderRequired: true, onAccount: false, externalCode: 'DEB-1' });
  await service.update(branch.id, { onAccount: null, externalCode: 'DEB-2', purchaseOrderRequired: false }, context);
  expect((await service.organization(leaf.id))?.settings).toEqual({
    purchaseOrderRequired: false,
    onAccount: true,
    externalCode: 'DEB-2',
  });
  expect((await aUnit()).settings).toEqual({ purchaseOrderRequired: false, onAccount: false, externalCode: null });
});

it('moves a unit with all that is below it', async () => {
  const [root, other] = [await aUnit(), await aUnit()];
  const branch = await aUnit(root);
  const leaf = await aUnit(branch);
  await service.update(branch.id, { parentId: other.id }, context);
  expect(await pathOf(leaf)).toEqual([other.id, branch.id, leaf.id]);
  await service.update(branch.id, { parentId: null }, context);
  expect(await pathOf(leaf)).toEqual([branch.id, leaf.id]);
  const told = await sql(
    `select payload->'changed' changed from outbox where aggregate_id = '${branch.id}' order by aggregate_version`,
  );
  expect(told).toEqual([{ changed: ['created'] }, { changed: ['parentId'] }, { changed: ['parentId'] }]);
});

it('never stands below itself, not even when two move at once', async () => {
  const [a, b] = [await aUnit(), await aUnit()];
  const below = await aUnit(a);
  const before = await kept();
  expect(await refusal(service.update(a.id, { parentId: below.id }, context))).toEqual({ code: 'INVALID', path: ['parentId'] });
  expect(await refusal(service.update(a.id, { parentId: a.id }, context))).toEqual({ code: 'INVALID', path: ['parentId'] });
  expect(await kept()).toEqual(before);
  const moves = [service.update(a.id, { parentId: b.id }, context), service.update(b.id, { parentId: a.id }, context)];
  const outcomes = (await Promise.allSettled(moves)).map(({ status }) => status);
  expect(outcomes.sort()).toEqual(['fulfilled', 'rejected']);
  const roots = await sql(`select count(*)::int n from organization where id in ('${a.id}', '${b.id}') and parent_id is null`);
  expect(roots).toEqual([{ n: 1 }]);
  await expect(sql(`update organization set parent_id = id, parent_path = path where id = '${b.id}'`)).rejects.toThrow(
    /organization/,
  );
});

it('stands ten deep at most, also after a move', async () => {
  let last = await aUnit();
  for (let depth = 2; depth <= 10; depth++) last = await aUnit(last);
  expect(await refusal(aUnit(last))).toEqual({ code: 'INVALID', path: ['parentId'] });
  const [top] = last.path;
  const above = await aUnit();
  const before = await kept();
  expect(await refusal(service.update(String(top), { parentId: above.id }, context))).toEqual({
    code: 'INVALID',
    path: ['parentId'],
  });
  expect(await kept()).toEqual(before);
});

it('is changed once per key, and only at the version that was seen', async () => {
  const unit = await aUnit();
  const twice = [0, 1].map(() => service.update(unit.id, { name: 'New', expectedVersion: 1n }, context, 'k'));
  expect((await Promise.all(twice)).map(({ version }) => version)).toEqual([2n, 2n]);
  expect(await refusal(service.update(unit.id, { name: 'Newer', expectedVersion: 1n }, context))).toEqual({
    code: 'STALE_VERSION',
    path: ['expectedVersion'],
  });
  expect((await service.update(unit.id, { name: 'New' }, context)).version).toBe(2n);
  expect(await sql(`select count(*)::int n from outbox where aggregate_id = '${unit.id}'`)).toEqual([{ n: 2 }]);
});

it.each<[string, () => Promise<unknown>, string, string[]]>([
  ['a code that is taken', () => service.create({ code: 'unit-1' }, context), 'ALREADY_EXISTS', ['code']],
  ['a code with blanks', () => service.create({ code: 'a b' }, context), 'INVALID', ['code']],
  ['no name', () => aUnit(null, { name: ' ' }), 'INVALID', ['name']],
  ['an unknown parent', () => aUnit(null, { parentId: newId('organization') }), 'NOT_FOUND', ['parentId']],
  ['a text that is no id', () => service.update('org_\u0000', {}, context), 'NOT_FOUND', ['id']],
])('%s is refused', async (_, work, code, path) => {
  const before = await kept();
  expect(await refusal(work())).toEqual({ code, path });
  expect(await kept()).toEqual(before);
});

it('pages through all units, or those right below one', async () => {
  const root = await aUnit();
  const below = [await aUnit(root), await aUnit(root), await aUnit(root)].map(({ id }) => id);
  const first = await service.page({ first: 2, parentId: root.id });
  const rest = await service.page({ first: 2, parentId: root.id, after: first.pageInfo.endCursor });
  expect([...first.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(below);
  expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
  expect((await service.page({ first: 1 })).nodes).toHaveLength(1);
});

describe('a buyer', () => {
  const customer = async () => {
    const id: Id<'customer'> = newId('customer');
    await sql(`insert into customer (id) values ('${id}')`);
    return id;
  };
  const join = (unit: Organization, id: string, role = 'BUYER') =>
    sql(`insert into organization_member (organization_id, customer_id, role) values ('${unit.id}', '${id}', '${role}')`);
  const fresh = () => new BuyersService(postgres.database);

  it('is a customer with all its groups, or a unit that it belongs to, never both', async () => {
    const root = await aUnit();
    const unit = await aUnit(root);
    const [id, groups] = [await customer(), [newId('customerGroup'), newId('customerGroup')].sort()];
    for (const group of groups) {
      await sql(`insert into customer_group (id, code, name) values ('${group}', '${group}', 'G')`);
      await sql(`insert into customer_group_member (customer_id, group_id) values ('${id}', '${group}')`);
    }
    await join(unit, id, 'APPROVER');
    expect(await fresh().of(id, null)).toEqual({ customerId: id, groupIds: groups, unitIds: [], segmentIds: [] });
    expect(await fresh().of(id, unit.id)).toEqual({
      customerId: null,
      groupIds: [],
      unitIds: [unit.id, root.id],
      segmentIds: [],
    });
    expect(await fresh().roleIn(id, unit.id)).toBe('APPROVER');
  });

  it('is nobody where it does not belong: above, below, beside, unknown, or no longer active', async () => {
    const root = await aUnit();
    const [unit, sibling] = [await aUnit(root), await aUnit(root)];
    const child = await aUnit(unit);
    const id = await customer();
    await join(unit, id);
    for (const other of [root.id, sibling.id, child.id, newId('organization'), 'x\u0000'])
      expect(await fresh().of(id, other)).toBeNull();
    expect(await fresh().of(newId('customer'), null)).toBeNull();
    await sql(`update customer set active = false where id = '${id}'`);
    expect([await fresh().of(id, unit.id), await fresh().of(id, null)]).toEqual([null, null]);
  });

  it('is not forgotten for what is no id of a unit', async () => {
    const id = await customer();
    const buyers = fresh();
    await buyers.of(id, null);
    const madeUp = await Promise.all(Array.from({ length: 10_000 }, (_, i) => buyers.of(id, `made up ${i}`)));
    expect(new Set(madeUp)).toEqual(new Set([null]));
    expect(await statementsOf(postgres.database, () => buyers.of(id, null))).toEqual([]);
  });

  it('is believed for a second, and asked for once', async () => {
    const unit = await aUnit();
    const id = await customer();
    const buyers = fresh();
    const asked = await statementsOf(postgres.database, () => Promise.all(Array.from({ length: 20 }, () => buyers.of(id, null))));
    expect(asked).toHaveLength(1);
    expect(await buyers.of(id, unit.id)).toBeNull();
    await join(unit, id);
    expect(await buyers.of(id, unit.id)).toBeNull();
    buyers.forget();
    expect((await buyers.of(id, unit.id))?.unitIds).toEqual([unit.id]);
    await sql(`delete from organization_member where customer_id = '${id}'`);
    await new Promise((resolve) => setTimeout(resolve, 1010));
    expect(await buyers.of(id, unit.id)).toBeNull();
  });
});
