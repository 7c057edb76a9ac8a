import { Command, Option } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { AccessService, keyKinds, permissions, TokenService, type KeyKind } from '#access';
import { ChannelsService } from '#channels';
import { UserError } from '#kernel';
import { columns } from './columns.js';
import { operator } from './operator.js';
import { withApplication } from './with-application.js';

/** What is said of a new key on the command line. */
interface Given {
  readonly kind: Lowercase<KeyKind>;
  readonly grant?: readonly string[];
  readonly channel?: readonly string[];
  readonly location?: string;
}

const kinds = keyKinds.map((kind) => kind.toLowerCase());

/** `keys create|list|revoke|rotate-signing`: with what storefronts, programs and tills call the API. */
export function keysCommand(): Command {
  const command = new Command('keys').description('keys of storefronts, programs and tills');
  command
    .command('create')
    .description('make a key; its secret is printed once and cannot be had again')
    .argument('<name>', 'whose key it is, to tell it from others')
    .addOption(new Option('--kind <kind>', 'whether it is a program, a storefront or a till').choices(kinds).default('secret'))
    .addOption(
      new Option('--grant <permission...>', 'what it may do, else everything; a till SELL, a storefront nothing').choices(
        permissions,
      ),
    )
    .option('--channel <code...>', 'the channels of a storefront, the first by default; the one of a till')
    .option('--location <id>', 'the store that the till stands in')
    .action(async (name: string, given: Given) => {
      const { id, secret } = await withApplication((app) => create(app, name, given));
      console.log(`id      ${id}\nsecret  ${secret}`);
    });
  command
    .command('list')
    .description('every key, the revoked ones too')
    .action(async () => {
      const keys = await withAccess((access) => access.listKeys());
      const rows = keys.map((key) => [
        key.id,
        key.kind.toLowerCase(),
        key.name,
        key.permissions.join() || '-',
        key.createdAt.toISOString(),
        key.revokedAt?.toISOString() ?? '-',
      ]);
      for (const line of columns(['id', 'kind', 'name', 'permissions', 'created', 'revoked'], rows)) console.log(line);
    });
  command
    .command('revoke')
    .description('take a key back; it stops working within a second')
    .argument('<id>', 'the id of the key, as keys list shows it')
    .action(async (id: string) => {
      await withAccess((access) => access.revokeKey(operator, id));
      console.log(`${id} is revoked.`);
    });
  command
    .command('rotate-signing')
    .description(
      'have a new key sign access tokens; tokens of the one before it stay good, those of older ones end within a minute',
    )
    .action(async () => {
      const id = await withApplication((app) => app.get(TokenService, { strict: false }).rotate());
      console.log(`${id} signs from now on.`);
    });
  return command;
}

async function create(app: INestApplicationContext, name: string, { kind, grant, channel = [], location }: Given) {
  const channels = await app.get(ChannelsService, { strict: false }).all();
  const channelIds = channel.map((code) => {
    const found = channels.find((each) => each.code === code);
    if (!found) throw new UserError('NOT_FOUND', `there is no channel ${code}`);
    return found.id;
  });
  const granted = grant ?? { secret: permissions, publishable: [], device: ['SELL'] }[kind];
  return app.get(AccessService, { strict: false }).create(operator, {
    kind: kind.toUpperCase() as KeyKind,
    name,
    permissions: granted,
    channelIds,
    ...(location !== undefined && { locationId: location }),
  });
}

function withAccess<T>(work: (access: AccessService) => Promise<T>): Promise<T> {
  return withApplication((app) => work(app.get(AccessService, { strict: false })));
}
