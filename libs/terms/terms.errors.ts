import { UserError, type Path } from '#kernel';

/** What terms may refuse, as data. */
export const refused = {
  twoBuyers: (path: Path) => new UserError('INVALID', 'name either a customer or a unit', path),
  noBuyer: (path: Path) => new UserError('NOT_FOUND', 'there is no such buyer', path),
  nothing: (path: Path) => new UserError('INVALID', 'the quantity must be above 0', path),
};
