import type { INestApplicationContext } from '@nestjs/common';
import { Command } from 'commander';
import { AccessService } from '#access';
import { ChannelsService } from '#channels';
import { UserError } from '#kernel';
import { Config, StartupError } from '#platform/config';
import { demoShop } from '../seed/demo-shop.js';
import { openDemo, tryingOut } from '../seed/open-demo.js';
import { ownersKey } from '../seed/open-shop.js';
import { withApplication } from './with-application.js';

/** `seed demo`: a shop to begin with, in a database that somebody has named. */
export function seedCommand(): Command {
  const command = new Command('seed').description('open a shop in an empty database');
  command
    .command('demo')
    .description('the demo shop, with a staff key that may do everything')
    .action(async () => {
      if (!new Config(process.env).databaseUrl)
        throw new StartupError('DATABASE_URL is not set: name the database to seed; npm start seeds its own by itself.');
      const demo = await withApplication(async (app) => {
        await requireRoom(app);
        return openDemo(app);
      });
      console.log(`The demo shop is open.\n  Staff key   ${demo.staffKey}\n${tryingOut(demo)}`);
    });
  return command;
}

/** @throws UserError when there is a shop already; an opening of the demo shop that was broken off goes on */
async function requireRoom(app: INestApplicationContext): Promise<void> {
  const channels = app.get(ChannelsService, { strict: false });
  const there = await channels.all();
  if (there.length === 0) return;
  const entity = (await channels.legalEntities()).find(({ code }) => code === demoShop.entity.code);
  const begun = there.every(({ legalEntityId }) => legalEntityId === entity?.id);
  // the key is what an opening makes last
  const finished = (await app.get(AccessService, { strict: false }).listKeys()).some(({ name }) => name === ownersKey);
  if (!begun || finished)
    throw new UserError('ALREADY_EXISTS', 'there is a shop in this database already; nothing was put into it');
}
