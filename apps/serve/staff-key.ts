import { join } from 'node:path';
import { projectFolder } from '#platform/config';

/** Where the demo shop's staff key is kept, beside its database. */
export const staffKeyFile = join(projectFolder, '.data', 'staff-key');

/** Where is kept how to try the demo shop's till and portal. */
export const branchesFile = join(projectFolder, '.data', 'demo.json');
