import { isId, shortName, type Actor, type Id } from '#kernel';
import { accessErrors } from '../access.errors.js';
import { permissionsOf } from '../grants.js';
import type { Permission } from '../permissions.js';

/** What kinds of key there are: of a storefront, of a program, of a till. */
export const keyKinds = ['PUBLISHABLE', 'SECRET', 'DEVICE'] as const;

/** What kind of key it is. */
export type KeyKind = (typeof keyKinds)[number];

/** What the secrets of a kind begin with, so that a stray one says what it is. */
export const secretPrefixes = { PUBLISHABLE: 'cwp_', SECRET: 'cwk_', DEVICE: 'cwd_' } as const satisfies Record<KeyKind, string>;

/** What a key is, but for its secret. */
export interface KeyTerms {
  readonly kind: KeyKind;
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** The channels that a storefront may name, the first by default; the one that a till sells in. */
  readonly channelIds: readonly Id<'channel'>[];
  /** The store that a till stands in. */
  readonly locationId: Id<'location'> | null;
}

/** A key as its holder shows it. */
export interface Key extends KeyTerms {
  readonly id: Id<'accessKey'>;
}

/** What an input may say of a new key. */
export interface NewKeyFields {
  readonly kind: KeyKind;
  readonly name: string;
  readonly permissions?: readonly string[] | null | undefined;
  readonly channelIds?: readonly string[] | null | undefined;
  readonly locationId?: string | null | undefined;
}

/** What a new key is to be. @throws UserError INVALID naming the field */
export function keyTerms({ kind, name, ...fields }: NewKeyFields): KeyTerms {
  const named = shortName(name);
  const { permissions = [], channelIds = [], locationId = null } = fields;
  const channels = (channelIds ?? []).map((id, index) => {
    if (isId('channel', id)) return id;
    throw accessErrors.notAnId(['channelIds', index], 'a channel');
  });
  if (kind === 'PUBLISHABLE' && channels.length === 0)
    throw accessErrors.badKey('channelIds', 'a publishable key shows at least one channel');
  if (kind === 'DEVICE' && channels.length !== 1) throw accessErrors.badKey('channelIds', 'a device sells in one channel');
  if (kind === 'SECRET' && channels.length > 0) throw accessErrors.badKey('channelIds', 'a secret key is bound to no channel');
  if ((kind === 'DEVICE') !== (locationId !== null))
    throw accessErrors.badKey('locationId', 'a device, and nothing else, stands in a location');
  if (locationId !== null && !isId('location', locationId)) throw accessErrors.notAnId(['locationId'], 'a location');
  const granted = permissionsOf(permissions ?? []);
  if (kind === 'PUBLISHABLE' && granted.length > 0)
    throw accessErrors.badKey('permissions', 'a publishable key is known to everybody: it grants nothing');
  return { kind, name: named, permissions: granted, channelIds: channels, locationId };
}

/** Who asks with a key; null: a publishable key says where somebody asks from, not who. */
export function holderOf({ id, kind, permissions, locationId }: Key): Actor | null {
  const granted = new Set(permissions);
  if (kind === 'SECRET') return { kind: 'staff', id, permissions: granted };
  return kind === 'DEVICE' && locationId !== null ? { kind: 'device', id, locationId, permissions: granted } : null;
}
