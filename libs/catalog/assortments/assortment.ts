import { isId, type IdKind, type Path } from '#kernel';
import { refused } from '../catalog.errors.js';

/** Who may know of a product or a category. */
export interface Assortment {
  readonly visibility: 'PUBLIC' | 'RESTRICTED';
  /** Ids of customers, groups and units of organizations that see it when it is restricted, sorted. */
  readonly audience: readonly string[];
  /** The only channels that show it; empty: all. Sorted. */
  readonly channelIds: readonly string[];
}

/** Who shall know of it, by kind. */
export interface AssortmentInput {
  readonly visibility: Assortment['visibility'];
  readonly groupIds?: readonly string[] | null | undefined;
  readonly organizationIds?: readonly string[] | null | undefined;
  readonly customerIds?: readonly string[] | null | undefined;
  readonly channelIds?: readonly string[] | null | undefined;
}

/** What an assortment may name, and what a person calls it. */
const named = {
  groupIds: ['customerGroup', 'a customer group'],
  organizationIds: ['organization', 'a unit of an organization'],
  customerIds: ['customer', 'a customer'],
  channelIds: ['channel', 'a channel'],
} as const satisfies Record<string, readonly [IdKind, string]>;

const mostNamed = 1000;

/** Everybody may know of it. */
export const everybody: Assortment = { visibility: 'PUBLIC', audience: [], channelIds: [] };

/** The assortment as it is stored. @throws UserError naming the field */
export function assortmentAt(input: AssortmentInput, path: Path): Assortment {
  const of = (field: keyof typeof named) => idsAt(input[field] ?? [], field, [...path, field]);
  const audience = [...of('groupIds'), ...of('organizationIds'), ...of('customerIds')].sort();
  return {
    visibility: input.visibility,
    audience: input.visibility === 'PUBLIC' ? [] : audience,
    channelIds: [...of('channelIds')].sort(),
  };
}

/** Whether it keeps anybody out. */
export function isRestricted({ visibility, channelIds }: Assortment): boolean {
  return visibility === 'RESTRICTED' || channelIds.length > 0;
}

/** The assortment with what it names by kind, as the API shows it. */
export function showAssortment({ visibility, audience, channelIds }: Assortment) {
  const of = (kind: IdKind) => audience.filter((id) => isId(kind, id));
  return {
    visibility,
    groupIds: of('customerGroup'),
    organizationIds: of('organization'),
    customerIds: of('customer'),
    channelIds,
  };
}

function idsAt(ids: readonly string[], field: keyof typeof named, path: Path): readonly string[] {
  const [kind, what] = named[field];
  if (ids.length > mostNamed) throw refused.tooMany('ids', mostNamed, path);
  ids.forEach((id, index) => {
    if (!isId(kind, id)) throw refused.foreignId(what, [...path, index]);
  });
  return [...new Set(ids)];
}
