import { Injectable } from '@nestjs/common';
import { event, exceptionResolved, recording } from '#events';
import { actorName, connection, pageRequest, storeOf, type Connection, type Context } from '#kernel';
import { Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { alreadyResolved, noResolution, noSuchException } from './exception.errors.js';
import { looksAt, type Exception } from './exception.js';
import { exceptionsOfSales, findException, listExceptions, resolving } from './exception.repository.js';

const longestResolution = 1000;

/** What facts brought, until somebody has decided. */
@Injectable()
export class ExceptionsService {
  constructor(private readonly db: Database) {}

  /** A page of the open ones, or of those that are resolved, newest first. */
  async exceptions(
    context: Context,
    args: {
      open: boolean;
      locationId?: string | null | undefined;
      kind?: string | null | undefined;
      first?: number | null | undefined;
      after?: string | null | undefined;
    },
  ): Promise<Connection<Exception>> {
    const request = pageRequest({ first: args.first ?? null, after: args.after ?? null });
    const { locationId = null, kind = null, open } = args;
    if (locationId !== null && !looksAt(context, locationId)) return connection([], request, () => []);
    const filter = { open, kind, locationId: locationId ?? storeOf(context) };
    return connection(await listExceptions(this.db, request, filter), request, ({ id }) => [id]);
  }

  /** What the sales have raised. */
  ofSales(saleIds: readonly string[]): Promise<Exception[]> {
    return exceptionsOfSales(this.db, saleIds);
  }

  /** Records what was decided, with `exception.resolved`. @throws UserError NOT_FOUND, WRONG_STATE, INVALID naming the input field */
  async resolve(
    context: Context,
    input: { id: string; resolution: string; idempotencyKey?: string | null | undefined },
  ): Promise<Exception> {
    const { id, idempotencyKey } = input;
    const resolution = input.resolution.trim();
    if (resolution === '' || resolution.length > longestResolution || resolution.includes('\u0000'))
      throw noResolution(longestResolution);
    await idempotently(this.db, context, 'resolveException', idempotencyKey, input, (remembering) =>
      this.db.deciding(`exception ${id}`, async () => {
        const found = await this.require(context, id);
        if (found.resolvedAt !== null) throw alreadyResolved();
        const { kind, locationId, variantId, saleId, orderId } = found;
        // it is decided once, so that is its first event
        const payload = { exceptionId: found.id, kind, locationId, variantId, saleId, orderId };
        const news = event(exceptionResolved, newId('event'), found.id, 1n, payload);
        await this.db.commit([
          ...remembering({}),
          resolving(found.id, actorName(context.actor), resolution),
          recording([news], context),
        ]);
        return {};
      }),
    );
    return this.require(context, id);
  }

  private async require(context: Context, id: string): Promise<Exception> {
    const found = await findException(this.db, id);
    if (!found || !looksAt(context, found.locationId)) throw noSuchException();
    return found;
  }
}
