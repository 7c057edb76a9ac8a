import { Command, Option } from 'commander';
import { AccessService, permissions } from '#access';
import { columns } from './columns.js';
import { withApplication } from './with-application.js';

/** `keys create|list|revoke`: who may call the API as staff. */
export function keysCommand(): Command {
  const command = new Command('keys').description('keys of staff and programs');
  command
    .command('create')
    .description('make a key; its secret is printed once and cannot be had again')
    .argument('<name>', 'whose key it is, to tell it from others')
    .addOption(new Option('--grant <permission...>', 'what it may do, else everything').choices(permissions))
    .action(async (name: string, { grant }: { grant?: readonly string[] }) => {
      const { id, secret } = await withAccess((access) => access.createKey(name, [...new Set(grant ?? permissions)]));
      console.log(`id      ${id}\nsecret  ${secret}`);
    });
  command
    .command('list')
    .description('every key, the revoked ones too')
    .action(async () => {
      const keys = await withAccess((access) => access.listKeys());
      const rows = keys.map((key) => [
        key.id,
        key.name,
        key.permissions.join(),
        key.createdAt.toISOString(),
        key.revokedAt?.toISOString() ?? '-',
      ]);
      for (const line of columns(['id', 'name', 'permissions', 'created', 'revoked'], rows)) console.log(line);
    });
  command
    .command('revoke')
    .description('take a key back; it stops working within a second')
    .argument('<id>', 'the id of the key, as keys list shows it')
    .action(async (id: string) => {
      await withAccess((access) => access.revokeKey(id));
      console.log(`${id} is revoked.`);
    });
  return command;
}

function withAccess<T>(work: (access: AccessService) => Promise<T>): Promise<T> {
  return withApplication((app) => work(app.get(AccessService, { strict: false })));
}
