import { UserError } from '#kernel';

/** Everything that access may refuse. */
export const accessErrors = {
  noKey: (id: string) => new UserError('NOT_FOUND', `there is no key ${id.slice(0, 40)}`, ['id']),
  noName: () => new UserError('INVALID', 'a key needs a name to be told from others', ['name']),
  unknownPermission: (index: number, name: string) =>
    new UserError('INVALID', `${name.slice(0, 40)} is not a permission`, ['permissions', index], {
      permission: name.slice(0, 40),
    }),
} as const;
