import { Injectable } from '@nestjs/common';
import { actorName, connection, pageRequest, UserError, type Connection, type Context } from '#kernel';
import { Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { alreadyResolved, noSuchException } from './inventory.errors.js';
import { findException, listExceptions, resolvingException, type StockException } from './stock-exception.repository.js';

const longestResolution = 1000;

/** What facts took from under promises, until somebody has decided who waits. */
@Injectable()
export class StockExceptionService {
  constructor(private readonly db: Database) {}

  /** A page of the open ones, or of those that are resolved, newest first. */
  async exceptions(args: {
    open: boolean;
    locationId?: string | null | undefined;
    first?: number | null | undefined;
    after?: string | null | undefined;
  }): Promise<Connection<StockException>> {
    const request = pageRequest({ first: args.first ?? null, after: args.after ?? null });
    const rows = await listExceptions(this.db, request, args.open, args.locationId ?? null);
    return connection(rows, request, ({ id }) => [id]);
  }

  /** Records what was decided. @throws UserError NOT_FOUND, WRONG_STATE, INVALID naming the input field */
  async resolve(
    context: Context,
    input: { id: string; resolution: string; idempotencyKey?: string | null | undefined },
  ): Promise<StockException> {
    const { id, idempotencyKey } = input;
    const resolution = input.resolution.trim();
    if (resolution === '' || resolution.length > longestResolution || resolution.includes('\u0000'))
      throw new UserError('INVALID', `say in 1 to ${longestResolution} characters what was decided`, ['resolution'], {
        max: longestResolution,
      });
    await idempotently(this.db, context, 'resolveStockException', idempotencyKey, input, (remembering) =>
      this.db.deciding(`stock exception ${id}`, async () => {
        const found = await this.require(id);
        if (found.resolvedAt !== null) throw alreadyResolved();
        await this.db.commit([...remembering({}), resolvingException(found.id, actorName(context.actor), resolution)]);
        return {};
      }),
    );
    return this.require(id);
  }

  private async require(id: string): Promise<StockException> {
    const found = await findException(this.db, id);
    if (!found) throw noSuchException();
    return found;
  }
}
