import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { formatShort, parseDecimal, percentScale, type Context } from '#kernel';
import {
  Ctx,
  type CreateTaxClassInput,
  type CreateTaxRateInput,
  type CreateTaxZoneInput,
  type EndTaxRateInput,
  type UpdateTaxZoneInput,
} from '#platform/graphql';
import type { TaxRate, TaxRules, TaxZone } from './tax.js';
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
    return { taxZone: shownZone(await this.tax.createZone(input, context, idempotencyKey)) };
  }

  @Mutation()
  async updateTaxZone(@Args('input') { idempotencyKey, ...input }: UpdateTaxZoneInput, @Ctx() context: Context) {
    const wanted = { id: input.id, name: input.name ?? undefined, countries: input.countries ?? undefined };
    const changes = { ...wanted, expectedVersion: versionOf(input.expectedVersion) };
    return { taxZone: shownZone(await this.tax.updateZone(changes, context, idempotencyKey)) };
  }

  @Mutation()
  async createTaxRate(@Args('input') { idempotencyKey, ...input }: CreateTaxRateInput, @Ctx() context: Context) {
    const wanted = { ...input, validFrom: instant(input.validFrom), validTo: instant(input.validTo) };
    return { taxRate: shownRate(await this.tax.createRate(wanted, context, idempotencyKey)) };
  }

  @Mutation()
  async endTaxRate(@Args('input') { idempotencyKey, ...input }: EndTaxRateInput, @Ctx() context: Context) {
    const expectedVersion = versionOf(input.expectedVersion);
    const ending = { id: input.id, validTo: instant(input.validTo), expectedVersion };
    return { taxRate: shownRate(await this.tax.endRate(ending, context, idempotencyKey)) };
  }
}

function instant(text: string | null | undefined): Date | null {
  return text == null ? null : new Date(text);
}

function versionOf(text: string | null | undefined): bigint | undefined {
  return text == null ? undefined : parseDecimal(text, 0, ['expectedVersion']);
}

function shownRules({ classes, zones, rates }: TaxRules) {
  return { classes, zones: zones.map(shownZone), rates: rates.map(shownRate) };
}

function shownZone({ version, ...zone }: TaxZone) {
  return { ...zone, version: version.toString() };
}

function shownRate({ percent, validFrom, validTo, version, ...rate }: TaxRate) {
  return {
    ...rate,
    version: version.toString(),
    percent: formatShort(percent, percentScale),
    validFrom: validFrom === null ? null : new Date(validFrom),
    validTo: validTo === null ? null : new Date(validTo),
  };
}
