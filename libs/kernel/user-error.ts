/** What kind of no it is: clients branch on it, so a code once given keeps its meaning. */
export const userErrorCodes = [
  'INVALID',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'FORBIDDEN',
  'STALE_VERSION',
  'OUT_OF_STOCK',
  'NOT_PURCHASABLE',
  'LIMIT_REACHED',
  'NOT_APPLICABLE',
  'INCOMPLETE',
  'TOTAL_CHANGED',
  'KEY_REUSED',
  'OPERATION_GAP',
  'WRONG_STATE',
  'PAYMENT_DECLINED',
  'PAYMENT_PENDING',
  'TAXES_UNAVAILABLE',
  'BUSY',
  'GONE',
] as const;

/** One of `userErrorCodes`. */
export type UserErrorCode = (typeof userErrorCodes)[number];

/** Where in an input something is: the names and indexes that lead to it. */
export type Path = readonly (string | number)[];

/** Numbers and names that a client can show or act on; amounts and quantities are decimal texts. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/**
 * An expected no, thrown so that everything done before it is undone, and answered as `userErrors`.
 * `path` names the input field it is about, from the mutation's input downwards.
 */
export class UserError extends Error {
  constructor(
    readonly code: UserErrorCode,
    message: string,
    readonly path: Path = [],
    readonly facts: Facts = {},
  ) {
    super(message);
    this.name = 'UserError';
  }
}
