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

/** There is no till of that number. */
export const noSuchTill = () => new UserError('NOT_FOUND', 'there is no till of this number', ['number']);

/** It is no device key, or it was revoked. */
export const noDeviceKey = () => new UserError('NOT_FOUND', 'there is no such device key, or it was revoked', ['keyId']);

/** The sales of a till are those of its store. */
export const otherStore = () => new UserError('NOT_APPLICABLE', 'the key is of another store than the till', ['keyId']);

/** The key has a number, and sales perhaps, of its own. */
export const isATill = () =>
  new UserError('ALREADY_EXISTS', 'the key has been opened as a till of its own: make one that never was', ['keyId']);

/** Another key goes on as the till. */
export const otherKeySpeaks = () => new UserError('FORBIDDEN', 'another key speaks for this till by now');

/** Some of what changed since was forgotten: what is read on from there would not be all. */
export const beginAnew = () =>
  new UserError('GONE', 'what changed since is not known any more: take a cursor from openTill, and read anew what you keep', [
    'after',
  ]);
