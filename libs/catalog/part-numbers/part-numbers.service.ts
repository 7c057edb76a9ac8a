import { Injectable } from '@nestjs/common';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import { constraintOf, Database } from '#platform/db';
import { loader } from '#platform/graphql';
import { idempotently } from '#platform/idempotency';
import { refused } from '../catalog.errors.js';
import { numbersAt, ownerAt, ownersOf, type PartNumber, type PartNumberInput } from './part-number.js';
import { knownVariants, numbersOfVariants, numbersPage, savingNumbers } from './part-number.repository.js';

/** What customers and organizations call variants. */
@Injectable()
export class PartNumbersService {
  /** What the request's buyer calls a variant, or null: one statement for any number of variants. */
  readonly ofVariant = loader<string, string | null>(async (context, variantIds) => {
    const numbers = await numbersOfVariants(this.db, variantIds, ownersOf(context.buyer));
    return variantIds.map((id) => numbers.get(id) ?? null);
  });

  constructor(private readonly db: Database) {}

  /** Makes an owner's numbers stand for these variants, once per idempotency key; those of others stay. @throws UserError naming the field */
  async set(
    ownerId: string,
    inputs: readonly PartNumberInput[],
    idempotencyKey: string | null | undefined,
    context: Context,
  ): Promise<number> {
    const owner = ownerAt(ownerId, ['ownerId']);
    const numbers = numbersAt(inputs, ['partNumbers']);
    const input = { ownerId, numbers };
    const { set } = await idempotently<{ set: number }>(
      this.db,
      context,
      'setPartNumbers',
      idempotencyKey,
      input,
      async (remembering) => {
        const known = await knownVariants(
          this.db,
          numbers.flatMap(({ variantId }) => variantId ?? []),
        );
        inputs.forEach(({ variantId }, index) => {
          if (variantId !== null && !known.has(variantId))
            throw refused.unknown('variant', variantId, ['partNumbers', index, 'variantId']);
        });
        const result = { set: numbers.length };
        await this.db.commit([...remembering(result), ...savingNumbers(owner, numbers)]).catch((error: unknown) => {
          throw constraintOf(error) === 'part_number_variant_id_fkey' ? refused.unknown('variant', '', ['partNumbers']) : error;
        });
        return result;
      },
    );
    return set;
  }

  /** A page of an owner's numbers in their order. */
  async page(ownerId: string, args: { first?: number | null; after?: string | null }): Promise<Connection<PartNumber>> {
    const request = pageRequest(args);
    return connection(await numbersPage(this.db, ownerId, request), request, ({ number }) => [number]);
  }
}
