import { Injectable } from '@nestjs/common';
import type { Context } from '#kernel';
import { constraintOf, Database } from '#platform/db';
import { idempotently } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { loadKnown } from '../price.repository.js';
import { refused } from '../pricing.errors.js';
import { correctionOf, type CorrectionInput } from './correction.js';
import { insertingCorrection } from './correction.repository.js';

/** What past prices have been in truth. */
@Injectable()
export class CorrectionsService {
  constructor(private readonly db: Database) {}

  /** Corrects what a variant's prices in a list have been, once per idempotency key: no order becomes another. @throws UserError naming the field */
  async correct(input: CorrectionInput, context: Context, idempotencyKey?: string | null): Promise<string> {
    const { id } = await idempotently<{ id: string }>(
      this.db,
      context,
      'correctPrices',
      idempotencyKey,
      input,
      async (remembering) => {
        const { lists, now } = await loadKnown(this.db, [input]);
        const [list] = lists;
        const correction = correctionOf(input, list && { id: list.id, now }, newId('priceCorrection'));
        const writes = [...remembering({ id: correction.id }), insertingCorrection(correction, context)];
        await this.db.commit(writes).catch((error: unknown) => {
          const unknown = constraintOf(error) === 'price_correction_variant_id_fkey';
          throw unknown ? refused.noVariant(input.variantId, ['variantId']) : error;
        });
        return { id: correction.id };
      },
    );
    return id;
  }
}
