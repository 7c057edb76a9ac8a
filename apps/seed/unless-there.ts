import { UserError } from '#kernel';

/** Creates something, unless it is there already. */
export async function unlessThere(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof UserError && error.code === 'ALREADY_EXISTS')) throw error;
  }
}

/** What must be there. @throws Error when it is not */
export function required<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('what was just made is not there');
  return found;
}
