import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { formatShort, percentScale, type Context } from '#kernel';
import type { TaxRateTerms } from '#engine';
import {
  Ctx,
  type CreateTaxClassInput,
  type CreateTaxRateInput,
  type CreateTaxZoneInput,
  type EndTaxRateInput,
  type UpdateTaxZoneInput,
} from '#platform/graphql';
import type { TaxRules } from './tax.js';
import { TaxService } from './tax.service.js';

/** Tax rules in the API. */
@Resolver()
export class TaxResolver {
  constructor(private readonly tax: TaxService) {}

  @Query()
  async taxRules() {
    return shownRules(await this.tax.read());
  }

  @Mutation()
  async createTaxClass(@Args('input') { idempotencyKey, ...input }: CreateTaxClassInput, @Ctx() context: Context) {
    return { taxClass: await this.tax.createClass(input, context, idempotencyKey) };
  }

  @Mutation()
  async createTaxZone(@Args('input') { idempotencyKey, ...input }: CreateTaxZoneInput, @Ctx() context: Context) {
    return { taxZone: await this.tax.createZone(input, context, idempotencyKey) };
  }

  @Mutation()
  async updateTaxZone(@Args('input') { idempotencyKey, ...input }: UpdateTaxZoneInput, @Ctx() context: Context) {
    const wanted = { id: input.id, name: input.name ?? undefined, countries: input.countries ?? undefined };
    return { taxZone: await this.tax.updateZone(wanted, context, idempotencyKey) };
  }

  @Mutation()
  async createTaxRate(@Args('input') { idempotencyKey, ...input }: CreateTaxRateInput, @Ctx() context: Context) {
    const wanted = { ...input, validFrom: instant(input.validFrom), validTo: instant(input.validTo) };
    return { taxRate: shownRate(await this.tax.createRate(wanted, context, idempotencyKey)) };
  }

  @Mutation()
  async endTaxRate(@Args('input') { id, validTo, idempotencyKey }: EndTaxRateInput, @Ctx() context: Context) {
    return { taxRate: shownRate(await this.tax.endRate({ id, validTo: instant(validTo) }, context, idempotencyKey)) };
  }
}

function instant(text: string | null | undefined): Date | null {
  return text == null ? null : new Date(text);
}

function shownRules({ classes, zones, rates }: TaxRules) {
  return { classes, zones, rates: rates.map(shownRate) };
}

function shownRate({ percent, validFrom, validTo, ...rate }: TaxRateTerms) {
  return {
    ...rate,
    percent: formatShort(percent, percentScale),
    validFrom: validFrom === null ? null : new Date(validFrom),
    validTo: validTo === null ? null : new Date(validTo),
  };
}
