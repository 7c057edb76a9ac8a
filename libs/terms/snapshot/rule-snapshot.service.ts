import { Injectable } from '@nestjs/common';
import { SignaturesService } from '#access';
import { changedSince, storeRules, toJson, type Json, type RuleSnapshot, type StoredRules } from '#engine';
import { storeOf, UserError, type Context, type Id } from '#kernel';
import { Clock } from '#platform/clock';
import { TermsService } from '../terms.service.js';
import { AssortmentRepository, type PricedVariant } from './assortment.repository.js';
import { KnownRules } from './known-rules.js';

/** How long a till may sell by a snapshot that it cannot renew. */
const snapshotHours = 24;
/** The most variants of one page of prices. */
const largestPricePage = 1000;

/** A text with the signature that goes with it. */
export interface Signed<T> {
  readonly data: T;
  readonly content: Json<T>;
  readonly keyId: string;
  readonly signature: string;
}

/** A page of what a store sells, with every price that may count there. */
export interface AssortmentPage {
  /** Of the rules by which it was read: with those of another version it does not go together. */
  readonly version: bigint;
  readonly locationId: Id<'location'> | null;
  readonly issuedAt: number;
  readonly variants: readonly PricedVariant[];
  /** Where the next page begins; null: this is the last. */
  readonly next: string | null;
}

/** What a till needs to sell on its own: the rules of its store and the prices of what it sells, signed. */
@Injectable()
export class RuleSnapshotService {
  private readonly known = new KnownRules();

  constructor(
    private readonly terms: TermsService,
    private readonly assortment: AssortmentRepository,
    private readonly signatures: SignaturesService,
    private readonly clock: Clock,
  ) {}

  /** The rules of a store, or what changed of them since a snapshot; a till's own store, for staff one of the channel's. @throws UserError NOT_FOUND */
  async snapshot(context: Context, location: string | null, since: string | null): Promise<Signed<RuleSnapshot>> {
    const locationId = placeOf(context, location);
    const issuedAt = this.clock.now().getTime();
    const rules = this.rules(context, locationId, issuedAt);
    const before = since === null ? undefined : this.known.of(since);
    const id = this.known.note(locationId, rules);
    const delta = before ? changedSince(rules, before) : null;
    return this.signed({
      id,
      version: rules.version,
      locationId,
      issuedAt,
      expiresAt: issuedAt + snapshotHours * 3_600_000,
      since: delta ? since : null,
      ...(delta ?? { rules, removed: [] }),
    });
  }

  /** What the store sells, with its prices, after a variant. @throws UserError INVALID, NOT_FOUND */
  async prices(context: Context, location: string | null, first: number, after: string): Promise<Signed<AssortmentPage>> {
    if (first < 1 || first > largestPricePage)
      throw new UserError('INVALID', `first is 1 to ${largestPricePage}`, ['first'], { most: largestPricePage });
    const locationId = placeOf(context, location);
    const issuedAt = this.clock.now().getTime();
    const { lists, version } = this.rules(context, locationId, issuedAt);
    const listIds = lists.map(({ id }) => id);
    const found = await this.assortment.page(after, listIds, first + 1, context.channel.id);
    const variants = found.slice(0, first);
    const next = found.length > first ? (variants.at(-1)?.variantId ?? null) : null;
    return this.signed({ version, locationId, issuedAt, variants, next });
  }

  private rules(context: Context, locationId: Id<'location'> | null, at: number): StoredRules {
    return storeRules(this.terms.of(context), locationId, at);
  }

  private async signed<T>(data: T): Promise<Signed<T>> {
    const content = toJson(data);
    return { data, content, ...(await this.signatures.sign(content)) };
  }
}

function placeOf(context: Context, location: string | null): Id<'location'> | null {
  const own = storeOf(context);
  if (location === null) return own;
  const named = own === null ? context.channel.locationIds.find((id) => id === location) : own === location ? own : undefined;
  if (named === undefined) throw new UserError('NOT_FOUND', 'the channel sells at no such location', ['locationId']);
  return named;
}
