import { Injectable } from '@nestjs/common';
import { event, recording, roleChanged, staffChanged } from '#events';
import {
  accountEmail,
  codeTaken,
  connection,
  pageRequest,
  shortCode,
  shortName,
  type Connection,
  type Context,
  type Id,
} from '#kernel';
import { Clock } from '#platform/clock';
import { constraintOf, Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { accessErrors } from '../access.errors.js';
import { mayGrant } from '../grants.js';
import { checkedPassword } from '../password.js';
import { PasswordService } from '../password.service.js';
import { SessionService } from '../sessions/session.service.js';
import {
  changedRole,
  grantedBy,
  roleChanges,
  rolesNamed,
  staffChanges,
  type Role,
  type RoleFields,
  type StaffMember,
} from './staff.js';
import { StaffRepository } from './staff.repository.js';

/** A person who is to work here. */
export interface NewStaff {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly roleIds?: readonly string[] | null | undefined;
}

/** What may be different of a person; what is left out stays. */
export interface StaffFields {
  readonly name?: string | null | undefined;
  readonly password?: string | null | undefined;
  readonly roleIds?: readonly string[] | null | undefined;
  readonly active?: boolean | null | undefined;
}

/** What else becomes of a person than what the fields say. */
interface AlsoChanged {
  /** The hash of another password, which ends its sessions. */
  readonly passwordHash: string | null;
  /** The session that does not end. */
  readonly except?: Id<'session'>;
}

/** Staff and their roles. Nobody gives or takes what they may not do themselves; each change is told. */
@Injectable()
export class StaffService {
  constructor(
    private readonly db: Database,
    private readonly repository: StaffRepository,
    private readonly passwords: PasswordService,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  /** A page of the staff, the newest first. */
  async staff(args: { first?: number | null; after?: string | null }): Promise<Connection<StaffMember>> {
    const request = pageRequest(args);
    return connection(await this.repository.page(request), request, ({ id }) => [id]);
  }

  /** Every role, by code. */
  async roles(): Promise<readonly Role[]> {
    return this.repository.roles();
  }

  /** Records a role. @throws UserError INVALID, ALREADY_EXISTS, FORBIDDEN */
  async createRole(
    context: Context,
    { code, name, permissions }: { readonly code: string; readonly name: string; readonly permissions: readonly string[] },
  ): Promise<Role> {
    const blank: Role = { id: newId('role'), code: shortCode(code), name, permissions: [], version: 1n };
    const role = changedRole(blank, { name, permissions });
    mayGrant(context.actor, role.permissions, ['permissions']);
    const writes = [this.repository.insertingRole(role), tellingOfRole(context, role, ['created'])];
    await this.db.commit(writes).catch((error: unknown) => {
      throw constraintOf(error) === 'role_code_key' ? codeTaken(role.code) : error;
    });
    return role;
  }

  /**
   * Changes what is given of a role that is at the expected version; whoever has it may do so within a second.
   * @throws UserError INVALID, NOT_FOUND, FORBIDDEN, STALE_VERSION
   */
  async updateRole(context: Context, id: string, fields: RoleFields, expectedVersion?: bigint): Promise<Role> {
    return this.db.inTurn('roles', async () => {
      const found = (await this.repository.roles()).find((role) => role.id === id);
      if (!found) throw accessErrors.noRole(['id']);
      if (expectedVersion !== undefined && expectedVersion !== found.version) throw accessErrors.stale(found.version);
      const role = changedRole(found, fields);
      mayGrant(context.actor, [...found.permissions, ...role.permissions], ['permissions']);
      const changed = roleChanges(found, role);
      if (changed.length === 0) return found;
      const after: Role = { ...role, version: found.version + 1n };
      await this.db.commit([this.repository.updatingRole(after), tellingOfRole(context, after, changed)]);
      return after;
    });
  }

  /** Records a person. @throws UserError INVALID, ALREADY_EXISTS, NOT_FOUND, FORBIDDEN */
  async createStaff(context: Context, { email, name, password, roleIds }: NewStaff): Promise<StaffMember> {
    const checked = checkedPassword(password, ['password']);
    const id = newId('staff');
    const person = { id, email: accountEmail(email), name: shortName(name), active: true, createdAt: this.clock.now() };
    const roles = rolesNamed(roleIds ?? [], await this.repository.roles(), ['roleIds']);
    mayGrant(context.actor, grantedBy(roles), ['roleIds']);
    const member: StaffMember = { ...person, roles, version: 1n };
    const writes = this.repository.inserting(member, await this.passwords.hash(checked));
    await this.db.commit([...writes, tellingOfStaff(context, member, ['created'])]).catch((error: unknown) => {
      throw constraintOf(error) === 'staff_email_key' ? accessErrors.emailTaken() : error;
    });
    return member;
  }

  /**
   * Changes what is given of a person at the expected version who may do no more than who asks, before and after. Another password,
   * or none any more, ends all its sessions. @throws UserError INVALID, NOT_FOUND, FORBIDDEN, STALE_VERSION
   */
  async updateStaff(context: Context, id: string, fields: StaffFields, expectedVersion?: bigint): Promise<StaffMember> {
    const { name, roleIds, active } = fields;
    const passwordHash =
      fields.password == null ? null : await this.passwords.hash(checkedPassword(fields.password, ['password']));
    return this.db.inTurn(`staff ${id}`, async () => {
      const [found, roles] = await Promise.all([this.repository.find(id), this.repository.roles()]);
      if (!found) throw accessErrors.noStaff();
      if (expectedVersion !== undefined && expectedVersion !== found.version) throw accessErrors.stale(found.version);
      const member: StaffMember = {
        ...found,
        name: name == null ? found.name : shortName(name),
        active: active ?? found.active,
        roles: roleIds == null ? found.roles : rolesNamed(roleIds, roles, ['roleIds']),
      };
      mayGrant(context.actor, grantedBy([...found.roles, ...member.roles]), ['roleIds']);
      const writes = this.changing(context, found, member, { passwordHash });
      if (writes.length === 0) return found;
      await this.db.commit(writes);
      return { ...member, version: found.version + 1n };
    });
  }

  /** Writes what is different of a person, in the next version, with `staff.changed`; none when nothing is. */
  changing(context: Context, before: StaffMember, decided: StaffMember, { passwordHash, except }: AlsoChanged): Write[] {
    const changed = [...staffChanges(before, decided), ...(passwordHash === null ? [] : ['password'])];
    if (changed.length === 0) return [];
    const after: StaffMember = { ...decided, version: before.version + 1n };
    const isOut = passwordHash !== null || !after.active;
    return [
      ...this.repository.updating(after, passwordHash),
      ...(isOut ? [this.sessions.endingAll({ kind: 'STAFF', id: after.id }, except)] : []),
      tellingOfStaff(context, after, changed),
    ];
  }
}

function tellingOfRole(context: Context, { id, version, permissions }: Role, changed: string[]): Write {
  const payload = { roleId: id, changed, permissions: [...permissions] };
  return recording([event(roleChanged, newId('event'), id, version, payload)], context);
}

function tellingOfStaff(context: Context, { id, version, roles, active }: StaffMember, changed: string[]): Write {
  const payload = { staffId: id, changed, roleIds: roles.map((role) => role.id), active };
  return recording([event(staffChanged, newId('event'), id, version, payload)], context);
}
