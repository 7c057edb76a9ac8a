import { UserError, type Facts } from '#kernel';
import { textsAt } from '../fields.js';
import type { ConditionKind } from '../kinds.js';
import type { Standing } from '../standing.js';

/** What a condition that lists values is about. */
interface Listed {
  /** The type, and the key of its values in a definition. */
  readonly type: string;
  readonly key: 'ids' | 'codes';
  /** What the basket has of it; null: it does not say. */
  readonly of: (standing: Standing) => readonly string[] | null;
  /** What each value must look like, and how that is said. */
  readonly shape?: { readonly pattern: RegExp; readonly rule: string };
  /** What the keys of such promotions begin with; left out: the type. */
  readonly fact?: string;
}

/** A kind that asks for one of some values, of which a buyer may be told: `{ allowed: 'BE, NL', given: 'DE' }`. */
export function oneOf(listed: Listed): ConditionKind {
  return kindOf(listed, (values) => {
    const allowed = values.join(', ');
    return (given) => ({ allowed, given: given?.length ? given.join(', ') : null });
  });
}

/** A kind that asks who buys: whom else it is for is nobody's business, so that a refusal says no more than whether the buyer is known. */
export function buyerOneOf(listed: Listed): ConditionKind {
  return kindOf(listed, () => (_given, standing) => ({ signedIn: isSignedIn(standing) }));
}

/** Whether it is known who buys: a customer, or a unit of an organization. */
export function isSignedIn({ basket: { buyer } }: Standing): boolean {
  return buyer.customerId !== null || buyer.unitIds.length > 0;
}

function kindOf(
  { type, key, of, shape, fact = type }: Listed,
  factsOf: (values: readonly string[]) => (given: readonly string[] | null, standing: Standing) => Facts,
): ConditionKind {
  return {
    type,
    keys: [key],
    parse: (fields, path) => {
      const values = textsAt(fields, key, path);
      if (shape && !values.every((value) => shape.pattern.test(value)))
        throw new UserError('INVALID', shape.rule, [...path, key]);
      const wanted = new Set(values);
      const facts = factsOf(values);
      return {
        stored: { [key]: values },
        needs: values.map((value) => `${fact}:${value}`),
        known: (standing) => of(standing) !== null,
        unmet: (standing) => {
          const given = of(standing);
          return given?.some((each) => wanted.has(each)) ? null : facts(given, standing);
        },
      };
    },
  };
}
