import { Injectable } from '@nestjs/common';
import { connection, isId, pageRequest, UserError, type Connection, type Context, type Id } from '#kernel';
import { revise, rulesTopic } from '#platform/broadcast';
import { constraintOf, Database, type Write } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import {
  changedElsewhere,
  codeTaken,
  externalCodeTaken,
  noSuchLegalEntity,
  noSuchLocation,
  stillSelling,
} from './inventory.errors.js';
import { changedLocation, newLocation, sameLocation, type Location, type LocationFields, type NewLocation } from './location.js';
import {
  channelsSellingFrom,
  creatingLocations,
  findLocation,
  listLocations,
  locationCodes,
  locationsByCode,
  updatingLocations,
} from './location.repository.js';

interface Keyed {
  readonly idempotencyKey?: string | null | undefined;
}

/** A location that came out of a batch, and what happened to it. */
interface SavedLocation {
  readonly id: Id<'location'>;
  readonly change: 'CREATED' | 'UPDATED' | 'UNCHANGED';
}

/** What saving a batch of locations comes to: its writes, and what could not be, by index. */
export interface SavingLocations {
  readonly writes: readonly Write[];
  /** Null: refused. */
  readonly saved: readonly (SavedLocation | null)[];
  readonly refusals: readonly { readonly index: number; readonly error: UserError }[];
}

/** The places that stock is kept at. */
@Injectable()
export class LocationService {
  constructor(private readonly db: Database) {}

  /** Opens a place to keep stock at. @throws UserError naming the input field */
  async createLocation(
    context: Context,
    input: Omit<NewLocation, 'legalEntityId'> & { readonly legalEntityId: string } & Keyed,
  ): Promise<Location> {
    const { legalEntityId, idempotencyKey, ...fields } = input;
    if (!isId('legalEntity', legalEntityId)) throw noSuchLegalEntity();
    const location = newLocation(newId('location'), { ...fields, legalEntityId });
    const { id } = await idempotently<{ id: string }>(
      this.db,
      context,
      'createLocation',
      idempotencyKey,
      input,
      async (remembering) => {
        const result = { id: location.id };
        const writes = [creatingLocations([location]), ...countingClocks(location.timeZone !== null)];
        await this.commit([...remembering(result), ...writes], location);
        return result;
      },
    );
    return this.requireLocation(id);
  }

  /** Changes the given fields of a location. @throws UserError NOT_FOUND, STALE_VERSION, INVALID naming the input field */
  async updateLocation(
    context: Context,
    input: LocationFields & { readonly id: string; readonly expectedVersion?: string | null | undefined } & Keyed,
  ): Promise<Location> {
    const { id, expectedVersion, idempotencyKey, ...fields } = input;
    await idempotently(this.db, context, 'updateLocation', idempotencyKey, input, (remembering) =>
      this.db.deciding(`location ${id}`, async () => {
        const before = await this.requireLocation(id);
        if (expectedVersion != null && expectedVersion !== before.version) throw changedElsewhere(before.version);
        const after = changedLocation(before, fields);
        if (before.active && !after.active) await this.mayClose(before.id);
        const clocks = countingClocks(before.timeZone !== after.timeZone);
        const writes = sameLocation(before, after) ? [] : [updatingLocations([after]), ...clocks];
        await this.commit([...remembering({}), ...writes], after);
        return {};
      }),
    );
    return this.requireLocation(id);
  }

  /**
   * Decides many locations by their codes in one read: new ones are made, others take what is given. The codes are all different.
   * What cannot be is refused by index, the rest goes on without it.
   */
  async savingLocations(inputs: readonly NewLocation[]): Promise<SavingLocations> {
    const known = await locationsByCode(this.db, inputs);
    const byCode = new Map(known.map((location) => [location.code, location]));
    const outside = new Map(known.flatMap(({ externalCode, code }) => (externalCode === null ? [] : [[externalCode, code]])));
    const created: Location[] = [];
    const updated: Location[] = [];
    const refusals: { index: number; error: UserError }[] = [];
    const saved = inputs.map((input, index): SavedLocation | null => {
      try {
        const before = byCode.get(input.code);
        const after = before ? changedLocation(before, input) : newLocation(newId('location'), input);
        const owner = after.externalCode === null ? undefined : outside.get(after.externalCode);
        if (owner !== undefined && owner !== after.code) throw externalCodeTaken(after.externalCode ?? '');
        if (after.externalCode !== null) outside.set(after.externalCode, after.code);
        if (!before) created.push(after);
        else if (!sameLocation(before, after)) updated.push(after);
        else return { id: after.id, change: 'UNCHANGED' };
        return { id: after.id, change: before ? 'UPDATED' : 'CREATED' };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refusals.push({ index, error });
        return null;
      }
    });
    const writes = [
      ...(updated.length > 0 ? [updatingLocations(updated)] : []),
      ...(created.length > 0 ? [creatingLocations(created)] : []),
      ...countingClocks([...created, ...updated].some(({ code, timeZone }) => timeZone !== (byCode.get(code)?.timeZone ?? null))),
    ];
    return { writes, saved, refusals };
  }

  /** The locations by code, those that are closed included unless only open ones are asked for. */
  async locations(args: {
    first?: number | null | undefined;
    after?: string | null | undefined;
    active?: boolean | null | undefined;
  }): Promise<Connection<Location>> {
    const request = pageRequest({ first: args.first ?? null, after: args.after ?? null });
    return connection(await listLocations(this.db, request, args.active ?? null), request, ({ code }) => [code]);
  }

  /** All locations by their codes, in one statement. */
  codes(): Promise<ReadonlyMap<string, Id<'location'>>> {
    return locationCodes(this.db);
  }

  private async requireLocation(id: string): Promise<Location> {
    const found = await findLocation(this.db, id);
    if (!found) throw noSuchLocation(['id']);
    return found;
  }

  private async mayClose(id: Id<'location'>): Promise<void> {
    const channels = await channelsSellingFrom(this.db, id);
    if (channels.length > 0) throw stillSelling(channels);
  }

  private async commit(writes: readonly Write[], { code, externalCode }: Location): Promise<void> {
    try {
      await this.db.commit(writes);
    } catch (error) {
      const refusals: Readonly<Record<string, UserError>> = {
        location_code_key: codeTaken(code),
        location_external_code_key: externalCodeTaken(externalCode ?? ''),
        location_legal_entity_id_fkey: noSuchLegalEntity(),
      };
      throw refusals[constraintOf(error)] ?? error;
    }
  }
}

/** Rules that go by the clocks of stores are read anew. */
function countingClocks(changed: boolean): Write[] {
  return changed ? [revise(rulesTopic)] : [];
}
