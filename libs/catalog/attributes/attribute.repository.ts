import { statement, type Database, type Write } from '#platform/db';
import type { Attribute } from './attribute.js';

type AttributeRow = Omit<Attribute, 'version'> & { readonly version: string };

const columns = 'id, code, name, type, unit, filterable, options, version';

const all = statement<AttributeRow>('attribute.all', `select ${columns} from attribute order by code`);
const one = statement<AttributeRow>('attribute.one', `select ${columns} from attribute where id = $1`);
const byCode = statement<AttributeRow>('attribute.by-code', `select ${columns} from attribute where code = any($1::text[])`);
const insert = statement<never>(
  'attribute.insert',
  'insert into attribute (id, code, name, type, unit, filterable, options) values ($1, $2, $3, $4, $5, $6, $7)',
);
const update = statement<never>(
  'attribute.update',
  'update attribute set name = $2, unit = $3, filterable = $4, options = $5, version = version + 1 where id = $1 and version = $6',
);
const indexUsers = statement<never>(
  'attribute.index-users',
  `select search_index(array(select p.id from product p where p.attributes ? $1
     union select v.product_id from variant v where v.attributes ? $1 order by 1))`,
);

/** All attributes. */
export async function allAttributes(db: Database): Promise<Attribute[]> {
  return (await db.read(all)).map(attributeOf);
}

/** One attribute. */
export async function attributeById(db: Database, id: string): Promise<Attribute | undefined> {
  const [row] = await db.read(one, [id]);
  return row && attributeOf(row);
}

/** The attributes of these codes. */
export async function attributesByCode(db: Database, codes: readonly string[]): Promise<Attribute[]> {
  return (await db.read(byCode, [codes])).map(attributeOf);
}

/** Writes a new attribute. */
export function insertingAttribute({ id, code, name, type, unit, filterable, options }: Attribute): Write {
  return insert.with([id, code, name, type, unit, filterable, JSON.stringify(options)], { rows: 1 });
}

/** Writes a changed attribute, unless somebody else has changed it since. */
export function updatingAttribute({ id, name, unit, filterable, options, version }: Attribute): Write {
  return update.with([id, name, unit, filterable, JSON.stringify(options), version], { rows: 1 });
}

/** Writes anew what searching knows of the products that have the attribute, or whose variants have it. */
export function indexingUsers({ code }: Attribute): Write {
  return indexUsers.with([code]);
}

function attributeOf({ version, ...row }: AttributeRow): Attribute {
  return { ...row, version: BigInt(version) };
}
