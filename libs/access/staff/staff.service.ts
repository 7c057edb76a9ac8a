import { Injectable } from '@nestjs/common';
import { accountEmail, connection, pageRequest, type Connection, type Context } from '#kernel';
import { Clock } from '#platform/clock';
import { constraintOf, Database } from '#platform/db';
import { newId } from '#platform/ids';
import { accessErrors } from '../access.errors.js';
import { mayGrant } from '../grants.js';
import { checkedPassword } from '../password.js';
import { PasswordService } from '../password.service.js';
import { SessionService } from '../sessions/session.service.js';
import { changedRole, codeOf, grantedBy, nameOf, rolesNamed, type Role, type RoleFields, type StaffMember } from './staff.js';
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

/** Staff and their roles. Nobody gives or takes what they may not do themselves. */
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
    { actor }: Pick<Context, 'actor'>,
    { code, name, permissions }: { readonly code: string; readonly name: string; readonly permissions: readonly string[] },
  ): Promise<Role> {
    const role = changedRole({ id: newId('role'), code: codeOf(code), name, permissions: [] }, { name, permissions });
    mayGrant(actor, role.permissions, ['permissions']);
    await this.db.commit([this.repository.insertingRole(role)]).catch((error: unknown) => {
      throw constraintOf(error) === 'role_code_key' ? accessErrors.codeTaken(role.code) : error;
    });
    return role;
  }

  /** Changes what is given of a role; whoever has it may do so within a second. @throws UserError INVALID, NOT_FOUND, FORBIDDEN */
  async updateRole({ actor }: Pick<Context, 'actor'>, id: string, fields: RoleFields): Promise<Role> {
    return this.db.inTurn('roles', async () => {
      const found = (await this.repository.roles()).find((role) => role.id === id);
      if (!found) throw accessErrors.noRole(['id']);
      const role = changedRole(found, fields);
      mayGrant(actor, [...found.permissions, ...role.permissions], ['permissions']);
      await this.db.commit([this.repository.updatingRole(role)]);
      return role;
    });
  }

  /** Records a person. @throws UserError INVALID, ALREADY_EXISTS, NOT_FOUND, FORBIDDEN */
  async createStaff({ actor }: Pick<Context, 'actor'>, { email, name, password, roleIds }: NewStaff): Promise<StaffMember> {
    const checked = checkedPassword(password, ['password']);
    const id = newId('staff');
    const person = { id, email: accountEmail(email), name: nameOf(name), active: true, createdAt: this.clock.now() };
    const roles = rolesNamed(roleIds ?? [], await this.repository.roles(), ['roleIds']);
    mayGrant(actor, grantedBy(roles), ['roleIds']);
    const member: StaffMember = { ...person, roles };
    await this.db.commit(this.repository.inserting(member, await this.passwords.hash(checked))).catch((error: unknown) => {
      throw constraintOf(error) === 'staff_email_key' ? accessErrors.emailTaken() : error;
    });
    return member;
  }

  /**
   * Changes what is given of a person who may do no more than who asks, before and after. Another password, or none any more, ends
   * all its sessions. @throws UserError INVALID, NOT_FOUND, FORBIDDEN
   */
  async updateStaff({ actor }: Pick<Context, 'actor'>, id: string, fields: StaffFields): Promise<StaffMember> {
    const { name, roleIds, active } = fields;
    const password = fields.password == null ? null : await this.passwords.hash(checkedPassword(fields.password, ['password']));
    return this.db.inTurn(`staff ${id}`, async () => {
      const [found, roles] = await Promise.all([this.repository.find(id), this.repository.roles()]);
      if (!found) throw accessErrors.noStaff();
      const member: StaffMember = {
        ...found,
        name: name == null ? found.name : nameOf(name),
        active: active ?? found.active,
        roles: roleIds == null ? found.roles : rolesNamed(roleIds, roles, ['roleIds']),
      };
      mayGrant(actor, grantedBy([...found.roles, ...member.roles]), ['roleIds']);
      await this.db.commit([
        ...this.repository.updating(member),
        ...(password === null ? [] : [this.repository.settingPassword(member.id, password)]),
        ...(password === null && member.active ? [] : [this.sessions.endingAll({ kind: 'STAFF', id: member.id })]),
      ]);
      return member;
    });
  }
}
