import type { Path } from '#kernel';
import type { ActionTerms, ConditionTerms, Keys, Lane, Selector } from './promotion.js';
import type { Fields } from './fields.js';
import type { Standing } from './standing.js';

/** A condition as its kind reads it. */
interface ReadCondition extends Pick<ConditionTerms, 'unmet'> {
  readonly stored: Fields;
  readonly needs?: Keys;
  /** Whether the basket says what it asks about; always unless given. */
  readonly known?: (standing: Standing) => boolean;
  /** Given by those that are made of others; else it is as `unmet` and `known` say. */
  readonly holds?: ConditionTerms['holds'];
}

/** A kind of condition: what it is called, which keys it reads, and how. */
export interface ConditionKind {
  readonly type: string;
  readonly keys: readonly string[];
  /** Reads the arguments, and gives them back as they are to be stored. @throws UserError INVALID naming the path */
  readonly parse: (fields: Fields, path: Path) => ReadCondition;
}

/** A kind of selector of items: what it is called, which keys it reads, and how. */
export interface SelectorKind {
  readonly type: string;
  readonly keys: readonly string[];
  /** Reads the arguments, and gives them back as they are to be stored. @throws UserError INVALID naming the path */
  readonly parse: (
    fields: Fields,
    path: Path,
  ) => { readonly stored: Fields; readonly admits: Selector['admits']; readonly needs?: Keys };
}

/** A kind of action: what it is called, where it may stand, which keys it reads, and how. */
export interface ActionKind {
  readonly type: string;
  readonly lanes: readonly Lane[];
  readonly keys: readonly string[];
  /** Reads the arguments, and gives them back as they are to be stored. @throws UserError INVALID naming the path */
  readonly parse: (
    fields: Fields,
    path: Path,
  ) => Pick<ActionTerms, 'effect' | 'gives'> & { readonly stored: Fields; readonly needs?: Keys };
}
