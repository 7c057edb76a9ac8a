import { Injectable } from '@nestjs/common';
import { actorName, connection, currencyOf, pageRequest, type Connection, type Context } from '#kernel';
import { Broadcast, changeRules } from '#platform/broadcast';
import { constraintOf, Database } from '#platform/db';
import { newId } from '#platform/ids';
import { refused } from '../pricing.errors.js';
import { ratesAt, type PublishedRate, type RateInput } from './conversion-rate.js';
import { databaseNow, insertingRates, pageOfRates } from './conversion-rate.repository.js';

/** Rates by which prices are converted where there is none in the buyer's currency. */
@Injectable()
export class ConversionRatesService {
  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** A page of published rates, the newest first, of all currencies or of some. @throws UserError naming the currency */
  async page(args: {
    first?: number | null;
    after?: string | null;
    from?: string | null;
    to?: string | null;
  }): Promise<Connection<PublishedRate>> {
    const request = pageRequest(args);
    const named = (field: 'from' | 'to') => (args[field] == null ? null : currencyOf(args[field], [field]));
    const found = await pageOfRates(this.db, request, { from: named('from'), to: named('to') });
    return connection(found, request, ({ id }) => [id]);
  }

  /** Publishes rates, all or none, once per idempotency key; says how many. @throws UserError naming the entry and the field */
  async publish(inputs: readonly RateInput[], context: Context, idempotencyKey?: string | null): Promise<number> {
    const asked = { mutation: 'publishConversionRates', idempotencyKey, input: { inputs } };
    await changeRules(
      { db: this.db, broadcast: this.broadcast, context },
      asked,
      async () => {
        const rates = ratesAt(inputs, await databaseNow(this.db), () => newId('conversionRate'));
        return { id: '', writes: rates.length > 0 ? [insertingRates(rates, actorName(context.actor))] : [] };
      },
      (error) => {
        const constraint = 'conversion_rate_from_currency_to_currency_valid_from_key';
        return constraintOf(error) === constraint ? refused.rateTwice(['rates']) : error;
      },
    );
    return inputs.length;
  }
}
