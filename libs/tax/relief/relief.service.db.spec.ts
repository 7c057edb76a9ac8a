import { idOf, type Id } from '#kernel';
import { statement } from '#platform/db';
import { aContext, refusal } from '../../../test/support/context.js';
import { usingDatabase } from '../../../test/support/database.js';
import { forgettingReliefs, taxReliefsColumn, taxReliefsOf, type ReliefsJson } from './relief.repository.js';
import { TaxReliefService } from './relief.service.js';

const postgres = usingDatabase();
const context = aContext();
const [ada, bob] = [idOf('customer', '1'.padStart(26, '0')), idOf('customer', '2'.padStart(26, '0'))];
const [root, branch] = [idOf('organization', '1'.padStart(26, '0')), idOf('organization', '2'.padStart(26, '0'))];
const readOf = statement<{ reliefs: ReliefsJson }>('test.tax-reliefs', `select ${taxReliefsColumn('$1::text')} reliefs`);
let reliefs: TaxReliefService;

const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;
const of = async (owner: string | null) => {
  const [row] = await postgres.database.read(readOf, [owner]);
  return taxReliefsOf(row?.reliefs);
};
const stored = () => sql('select kind, number, consultation, version::int from tax_relief order by id');

beforeAll(async () => {
  reliefs = new TaxReliefService(postgres.database);
  await sql(`insert into customer (id) values ('${ada}'), ('${bob}')`);
  await sql(`insert into organization (id, code, name, parent_id, parent_path) values ('${root}', 'root', 'Root', null, null),
    ('${branch}', 'branch', 'Branch', '${root}', array['${root}'])`);
  await sql(`insert into tax_zone (id, code, name, countries) values ('txz_de', 'de', 'Germany', array['DE'])`);
});
beforeEach(() => sql('delete from tax_relief'));

test('what a customer has shown is what its carts are priced by, the latest first', async () => {
  const validTo = new Date('2027-01-01T00:00:00Z');
  await reliefs.create({ customerId: ada, kind: 'EXEMPT', number: 'C-1', validTo }, context);
  const vat = await reliefs.create({ customerId: ada, kind: 'REVERSE_CHARGE', number: 'DE123456789' }, context);
  const certificate = { kind: 'EXEMPT', proof: 'C-1', classIds: [], zoneIds: [], validFrom: null, validTo: validTo.getTime() };
  const unchecked = { kind: 'REVERSE_CHARGE', proof: '', classIds: [], zoneIds: ['txz_de'], validFrom: null, validTo: null };
  expect(await of(ada)).toEqual([unchecked, certificate]);
  const checked = await reliefs.consult({ id: vat.id, consultationNumber: 'WAPI-1', expectedVersion: 1n }, context);
  expect(checked).toMatchObject({ consultation: 'WAPI-1', version: 2n });
  expect(await of(ada)).toEqual([{ ...unchecked, proof: 'WAPI-1' }, certificate]);
  expect([await of(bob), await of(null), await of('cus_nobody')]).toEqual([[], [], []]);
});

test('a unit has what those above it have', async () => {
  await reliefs.create({ organizationId: root, kind: 'EXEMPT', number: 'C-root' }, context);
  await reliefs.create({ organizationId: branch, kind: 'EXEMPT', number: 'C-branch' }, context);
  const proofs = async (owner: string) => (await of(owner)).map(({ proof }) => proof);
  expect([await proofs(root), await proofs(branch)]).toEqual([['C-root'], ['C-branch', 'C-root']]);
  const own = await reliefs.ofHolder({ organizationId: branch, first: 1 });
  expect([own.nodes.map(({ number }) => number), own.pageInfo.hasNextPage]).toEqual([['C-branch'], false]);
});

test('a page goes on behind its cursor', async () => {
  for (const number of ['a', 'b', 'c']) await reliefs.create({ customerId: ada, kind: 'EXEMPT', number }, context);
  const first = await reliefs.ofHolder({ customerId: ada, first: 2 });
  const second = await reliefs.ofHolder({ customerId: ada, first: 2, after: first.pageInfo.endCursor });
  expect([first, second].map(({ nodes }) => nodes.map(({ number }) => number))).toEqual([['a', 'b'], ['c']]);
  expect(await refusal(reliefs.ofHolder({}))).toEqual({ code: 'INVALID', path: ['organizationId'] });
});

test('an end takes it away, and what comes twice is done once', async () => {
  const wish = { customerId: ada, kind: 'EXEMPT', number: 'C-1' } as const;
  const made = await reliefs.create(wish, context, 'k');
  expect(await reliefs.create(wish, context, 'k')).toEqual(made);
  const ended = await reliefs.end({ id: made.id, validTo: new Date(0) }, context);
  expect(ended).toMatchObject({ validTo: 0, version: 2n });
  expect(await reliefs.end({ id: made.id, validTo: new Date(0) }, context)).toEqual(ended);
  expect(await stored()).toEqual([{ kind: 'EXEMPT', number: 'C-1', consultation: null, version: 2 }]);
});

test('what cannot be is refused, by the service and by the table, and nothing is kept', async () => {
  const wish = { kind: 'EXEMPT', number: 'C-1' } as const;
  const nobody: Id<'customer'> = idOf('customer', '9'.padStart(26, '0'));
  expect(await refusal(reliefs.create({ ...wish, customerId: nobody }, context))).toEqual({
    code: 'NOT_FOUND',
    path: ['customerId'],
  });
  const nowhere = idOf('organization', '9'.padStart(26, '0'));
  expect(await refusal(reliefs.create({ ...wish, organizationId: nowhere }, context))).toEqual({
    code: 'NOT_FOUND',
    path: ['organizationId'],
  });
  expect(await refusal(reliefs.end({ id: 'txf_x', validTo: null }, context))).toEqual({ code: 'NOT_FOUND', path: ['id'] });
  const insert = (values: string) =>
    sql(
      `insert into tax_relief (id, customer_id, organization_id, kind, number, class_ids, zone_ids) values ('txf_x', ${values})`,
    );
  await expect(insert(`null, null, 'EXEMPT', 'n', '{}', '{}'`)).rejects.toMatchObject({ constraint: 'tax_relief_one_holder' });
  await expect(insert(`'${ada}', null, 'REVERSE_CHARGE', 'n', '{}', '{}'`)).rejects.toMatchObject({
    constraint: 'tax_relief_charged_somewhere',
  });
  expect(await stored()).toEqual([]);
  const made = await reliefs.create({ ...wish, customerId: ada }, context);
  expect(await refusal(reliefs.end({ id: made.id, validTo: null, expectedVersion: 7n }, context))).toEqual({
    code: 'STALE_VERSION',
    path: ['expectedVersion'],
  });
  expect(await stored()).toEqual([{ kind: 'EXEMPT', number: 'C-1', consultation: null, version: 1 }]);
});

test('who is erased has shown nothing', async () => {
  await reliefs.create({ customerId: ada, kind: 'EXEMPT', number: 'C-ada' }, context);
  await reliefs.create({ customerId: bob, kind: 'EXEMPT', number: 'C-bob' }, context);
  await postgres.database.commit([forgettingReliefs(ada)]);
  expect(await stored()).toEqual([{ kind: 'EXEMPT', number: 'C-bob', consultation: null, version: 1 }]);
});
