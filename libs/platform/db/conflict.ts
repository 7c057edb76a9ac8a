/** Somebody else was faster: what was decided on is no longer so. `Database.deciding` decides again. */
export class Conflict extends Error {
  constructor(readonly statement: string) {
    super(`${statement} met another state than it was decided on`);
    this.name = 'Conflict';
  }
}

/** What Postgres says when two transactions may not both be: worth another try as they are. */
const serialization = new Set(['40001', '40P01']);

/** Whether deciding again may succeed. */
export function mayRetry(error: unknown): boolean {
  return error instanceof Conflict || serialization.has(codeOf(error));
}

/** The SQLSTATE of a database error, else empty. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** The constraint that a statement broke, else empty. */
export function constraintOf(error: unknown): string {
  const constraint = (error as { constraint?: unknown } | null)?.constraint;
  return typeof constraint === 'string' ? constraint : '';
}
