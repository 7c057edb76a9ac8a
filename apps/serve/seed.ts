import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { CatalogService } from '#catalog';
import { ChannelsService } from '#channels';
import { type Context, stranger } from '#kernel';
import { demoShop } from '../seed/demo-shop.js';
import { openShop } from '../seed/open-shop.js';
import { staffKeyFile } from './staff-key.js';

/** Opens the demo shop in the private database, unless it is open; returns its staff key. */
export async function seedDemo(app: INestApplicationContext): Promise<string> {
  if (existsSync(staffKeyFile)) return readFileSync(staffKeyFile, 'utf8');
  const { staffKey } = await openShop(app, demoShop);
  mkdirSync(dirname(staffKeyFile), { recursive: true });
  // written last: an opening that was broken off is taken up again by the next start
  writeFileSync(staffKeyFile, staffKey, { mode: 0o600 });
  return staffKey;
}

/** The id of something that is for sale; null: nothing is. */
export async function anyVariant(app: INestApplicationContext): Promise<string | null> {
  const channel = app.get(ChannelsService, { strict: false }).defaultChannel();
  const [currency] = channel?.currencies ?? [];
  if (!channel || !currency) return null;
  const context: Context = {
    actor: { kind: 'guest' },
    buyer: stranger,
    channel,
    currency,
    locales: channel.locales,
    requestId: 'welcome',
  };
  const { nodes } = await app.get(CatalogService, { strict: false }).products({ first: 1 }, { unpublished: false }, context);
  return nodes[0]?.variants[0]?.id ?? null;
}
