import { UserError, type Path } from '#kernel';

/** The most sales that one push brings. */
export const mostSales = 100;
/** The most lines that a sale has. */
export const mostLines = 500;
/** The most promotions, and the most tenders, that a sale has. */
export const mostParts = 20;

/** Only a till speaks for a till. */
export const noTill = () => new UserError('FORBIDDEN', 'only a till with a device key may say so');

/** There are none, or too many of something. */
export const badCount = (path: Path, min: number, max: number) =>
  new UserError('INVALID', `between ${String(min)} and ${String(max)}`, path, { min, max });

/** A text is missing, or longer than may be kept. */
export const badText = (path: Path, max: number) =>
  new UserError('INVALID', `a text of 1 to ${String(max)} characters`, path, { min: 1, max });

/** A number that no sale can have. */
export const badSequence = (path: Path) => new UserError('INVALID', 'sales are counted from 1', path, { min: 1 });

/** Not an instant. */
export const badInstant = (path: Path) => new UserError('INVALID', 'an instant such as 2027-03-28T09:15:00Z', path);

/** Not the code of a currency. */
export const badCurrency = (path: Path) => new UserError('INVALID', 'the ISO 4217 code of a currency, such as EUR', path);

/** An amount or quantity that no receipt can say. */
export const badAmount = (path: Path, must: string) => new UserError('INVALID', must, path);

/** More than one, or none, of what names something. */
export const badName = (path: Path, of: string) => new UserError('INVALID', `exactly one of ${of}`, path);

/** A sale without totals, or a number without a sale that has some. */
export const badTotals = (path: Path) =>
  new UserError('INVALID', 'a sale has totals and lines; a number that is unreadable has none', path);

/** Numbers before it are missing: what a till knows of a lost one it sends as `unreadable`. */
export const missingBefore = (path: Path, expected: number, got: number) =>
  new UserError(
    'OPERATION_GAP',
    `number ${String(expected)} is missing: send it first, or what is known of it as unreadable`,
    path,
    { expected, got },
  );

/** The till has called another sale so. */
export const otherSale = (path: Path, sequence: number) =>
  new UserError('KEY_REUSED', 'another sale of this till has this id; what was recorded stands', path, { sequence });

/** Another sale has the number. */
export const numberTaken = (path: Path, saleId: string, next: number) =>
  new UserError('ALREADY_EXISTS', 'another sale of this till has this number: give it the next one', path, { saleId, next });

/** There is no such channel, or it does not sell in that currency. */
export const noSuchChannel = (path: Path, message: string) => new UserError('NOT_FOUND', message, path);
