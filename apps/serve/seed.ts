import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { CatalogService } from '#catalog';
import { ChannelsService } from '#channels';
import { type Context, stranger } from '#kernel';
import { openBranches, type DemoBranches } from '../seed/demo-branches.js';
import { openDemo, type Demo } from '../seed/open-demo.js';
import { branchesFile, staffKeyFile } from './staff-key.js';

/** Opens the demo shop in the private database, unless it is open; returns how to try it. */
export async function seedDemo(app: INestApplicationContext): Promise<Demo> {
  if (existsSync(staffKeyFile)) {
    const branches = existsSync(branchesFile)
      ? (JSON.parse(readFileSync(branchesFile, 'utf8')) as DemoBranches)
      : kept(await openBranches(app));
    return { ...branches, staffKey: readFileSync(staffKeyFile, 'utf8') };
  }
  const { staffKey, ...branches } = await openDemo(app);
  kept(branches);
  // written last: an opening that was broken off is taken up again by the next start
  writeFileSync(staffKeyFile, staffKey, { mode: 0o600 });
  return { staffKey, ...branches };
}

function kept(branches: DemoBranches): DemoBranches {
  mkdirSync(dirname(branchesFile), { recursive: true });
  writeFileSync(branchesFile, JSON.stringify(branches), { mode: 0o600 });
  return branches;
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
