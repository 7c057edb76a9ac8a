import type { INestApplicationContext } from '@nestjs/common';
import { demoBuyer, openBranches, type DemoBranches } from './demo-branches.js';
import { demoShop } from './demo-shop.js';
import { openShop } from './open-shop.js';

/** What somebody needs to try all of the demo shop. */
export interface Demo extends DemoBranches {
  readonly staffKey: string;
}

/** Opens the demo shop with its web shop, its till and its portal; an opening that was broken off goes on where it stopped. */
export async function openDemo(app: INestApplicationContext): Promise<Demo> {
  let branches: DemoBranches = { tillKey: '', organizationId: '' };
  const { staffKey } = await openShop(app, demoShop, async () => {
    branches = await openBranches(app);
  });
  return { staffKey, ...branches };
}

/** How somebody tries till and portal, in lines of two columns. */
export function tryingOut({ tillKey, organizationId }: DemoBranches): string {
  const { email, password } = demoBuyer;
  return `  Till key    ${tillKey}
  Portal      ${email}, password "${password}"; x-channel: portal, x-organization: ${organizationId}
`;
}
