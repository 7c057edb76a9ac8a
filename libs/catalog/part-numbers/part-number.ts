import { isId, type Buyer, type Id, type Path } from '#kernel';
import { refused } from '../catalog.errors.js';
import { textAt } from '../checks.js';

/** Who may have names of its own for variants. */
export type PartNumberOwner = Id<'customer'> | Id<'organization'>;

/** What an owner calls a variant. */
export interface PartNumber {
  readonly number: string;
  readonly variantId: Id<'variant'>;
}

/** What a number shall stand for; null: for nothing any more. */
export interface PartNumberInput {
  readonly number: string;
  readonly variantId: string | null;
}

/** The most that one call sets. */
export const mostPartNumbers = 1000;

/** Whose numbers a buyer uses, the nearest first: the unit that it buys for, those above it, its own. */
export function ownersOf({ customerId, unitIds }: Buyer): readonly PartNumberOwner[] {
  return customerId === null ? unitIds : [...unitIds, customerId];
}

/** The owner of this id. @throws UserError INVALID */
export function ownerAt(id: string, path: Path): PartNumberOwner {
  if (isId('customer', id) || isId('organization', id)) return id;
  throw refused.foreignId('a customer or a unit of an organization', path);
}

/** The numbers as they are stored; of one that is named twice the last counts. @throws UserError naming the field */
export function numbersAt(inputs: readonly PartNumberInput[], path: Path): PartNumberInput[] {
  if (inputs.length > mostPartNumbers) throw refused.tooMany('part numbers', mostPartNumbers, path);
  const numbers = inputs.map(({ number, variantId }, index): PartNumberInput => {
    if (variantId !== null && !isId('variant', variantId)) throw refused.foreignId('a variant', [...path, index, 'variantId']);
    return { number: textAt(number, 'the number', 100, [...path, index, 'number']), variantId };
  });
  return [...new Map(numbers.map((each) => [each.number, each])).values()];
}
