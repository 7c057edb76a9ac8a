import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { permissions, StaffService } from '#access';
import { UserError } from '#kernel';
import { operator } from './operator.js';
import { withApplication } from './with-application.js';

/** The role of whoever may do everything: made when the first of them is. */
const owner = { code: 'owner', name: 'Owner', permissions };

/** `staff create`: accounts of people, the first of whom makes the others. */
export function staffCommand(): Command {
  const command = new Command('staff').description('accounts of people who work here');
  command
    .command('create')
    .description('make an account; its password is printed once, and signInStaff takes it')
    .argument('<email>', 'what to sign in with')
    .argument('<name>', 'what the person is called')
    .option('--role <code...>', 'what the person may do, else everything (the role owner)')
    .action(async (email: string, name: string, { role }: { role?: readonly string[] }) => {
      const password = randomBytes(15).toString('base64url');
      const { id } = await withApplication(async (app) => {
        const service = app.get(StaffService, { strict: false });
        const roleIds = await rolesOf(service, role ?? [owner.code]);
        return service.createStaff(operator, { email, name, password, roleIds });
      });
      console.log(`id        ${id}\npassword  ${password}`);
    });
  return command;
}

async function rolesOf(service: StaffService, codes: readonly string[]): Promise<string[]> {
  const roles = await service.roles();
  return Promise.all(
    codes.map(async (code) => {
      const found = roles.find((role) => role.code === code);
      if (found) return found.id;
      if (code === owner.code) return (await service.createRole(operator, owner)).id;
      throw new UserError('NOT_FOUND', `there is no role ${code}`);
    }),
  );
}
