import { Injectable } from '@nestjs/common';
import type { Id, PageRequest } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { Role, StaffMember } from './staff.js';

/** What a member of staff signs in with. */
export interface StaffCredentials {
  readonly id: Id<'staff'>;
  readonly passwordHash: string;
}

/** A row whose version came as text. */
type Row<T> = Omit<T, 'version'> & { readonly version: string };
type StaffRow = Omit<Row<StaffMember>, 'roles'> & { readonly roles: readonly Row<Role>[] };

const columns = `s.id, s.email, s.name, s.active, s.version, s.created_at as "createdAt",
  coalesce((select json_agg(json_build_object('id', r.id, 'code', r.code, 'name', r.name, 'permissions', r.permissions,
      'version', r.version::text) order by r.code)
    from staff_role sr join role r on r.id = sr.role_id where sr.staff_id = s.id), '[]') roles`;

const one = statement<StaffRow>('access.staff', `select ${columns} from staff s where s.id = $1`);
const page = statement<StaffRow>(
  'access.staff-page',
  `select ${columns} from staff s where s.id < $1 order by s.id desc limit $2`,
);
const credentials = statement<StaffCredentials>(
  'access.staff-credentials',
  'select id, password_hash as "passwordHash" from staff where email = $1 and active',
);
const credentialsOf = statement<StaffCredentials>(
  'access.staff-credentials-of',
  'select id, password_hash as "passwordHash" from staff where id = $1 and active',
);
const insert = statement<never>(
  'access.insert-staff',
  'insert into staff (id, email, name, password_hash, active, created_at, version) values ($1, $2, $3, $4, $5, $6, $7)',
);
const update = statement<never>(
  'access.update-staff',
  `update staff set name = $2, active = $3, password_hash = coalesce($4, password_hash), version = $5
   where id = $1 and version = $5::bigint - 1`,
);
const assertSigningIn = statement<never>(
  'access.assert-staff-signing-in',
  'select from staff where id = $1 and active and password_hash = $2 for share',
);
const saveRoles = statement<never>(
  'access.save-staff-roles',
  `with gone as (delete from staff_role where staff_id = $1 and role_id <> all($2::text[]))
   insert into staff_role (staff_id, role_id) select $1, id from unnest($2::text[]) id on conflict do nothing`,
);
const roles = statement<Row<Role>>('access.roles', 'select id, code, name, permissions, version from role order by code');
const insertRole = statement<never>(
  'access.insert-role',
  'insert into role (id, code, name, permissions, version) values ($1, $2, $3, $4, $5)',
);
const updateRole = statement<never>(
  'access.update-role',
  'update role set name = $2, permissions = $3, version = $4 where id = $1 and version = $4::bigint - 1',
);
/** Sorts behind every id of a member of staff. */
const lastId = 'stf`';

/** The tables staff, role and staff_role. */
@Injectable()
export class StaffRepository {
  constructor(private readonly db: Database) {}

  async find(id: string): Promise<StaffMember | null> {
    const [row] = await this.db.read(one, [id]);
    return row ? memberIn(row) : null;
  }

  /** The newest first, up to one more than the page holds. */
  async page({ first, after }: PageRequest): Promise<StaffMember[]> {
    return (await this.db.read(page, [after?.[0] ?? lastId, first + 1])).map(memberIn);
  }

  /** What the person of this e-mail address signs in with; undefined: nobody who may. */
  async credentials(email: string): Promise<StaffCredentials | undefined> {
    return (await this.db.read(credentials, [email]))[0];
  }

  /** What the person signs in with; undefined: it may not. */
  async credentialsOf(id: string): Promise<StaffCredentials | undefined> {
    return (await this.db.read(credentialsOf, [id]))[0];
  }

  /** Every role, by code. */
  async roles(): Promise<Role[]> {
    return (await this.db.read(roles)).map(roleIn);
  }

  inserting(member: StaffMember, passwordHash: string): Write[] {
    const { id, email, name, active, createdAt, version } = member;
    const write = insert.with([id, email, name, passwordHash, active, createdAt, version], { rows: 1 });
    return [write, this.savingRoles(member)];
  }

  /** Writes the person in its next version, if nobody has changed it since; without another password it keeps the one that it has. */
  updating(member: StaffMember, passwordHash: string | null): Write[] {
    const { id, name, active, version } = member;
    return [update.with([id, name, active, passwordHash, version], { rows: 1 }), this.savingRoles(member)];
  }

  /** Fails the transaction when the person may not sign in, or with another password by now. */
  assertingSigningIn({ id, passwordHash }: StaffCredentials): Write {
    return assertSigningIn.with([id, passwordHash], { rows: 1 });
  }

  insertingRole({ id, code, name, permissions, version }: Role): Write {
    return insertRole.with([id, code, name, permissions, version], { rows: 1 });
  }

  /** Writes the role in its next version, if nobody has changed it since. */
  updatingRole({ id, name, permissions, version }: Role): Write {
    return updateRole.with([id, name, permissions, version], { rows: 1 });
  }

  private savingRoles({ id, roles: held }: StaffMember): Write {
    return saveRoles.with([id, held.map((role) => role.id)]);
  }
}

function roleIn(row: Row<Role>): Role {
  return { ...row, version: BigInt(row.version) };
}

function memberIn(row: StaffRow): StaffMember {
  return { ...row, version: BigInt(row.version), roles: row.roles.map(roleIn) };
}
