import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { inLanguage, localized, parseDecimal, type Context } from '#kernel';
import { Ctx, type CreateShippingMethodInput, type UpdateShippingMethodInput } from '#platform/graphql';
import { rateFields, type ShippingMethod, type ShippingMethodInput } from './shipping-method.js';
import { ShippingService } from './shipping.service.js';

/** Shipping methods in the API, for those who manage them; buyers see the options of their cart. */
@Resolver()
export class ShippingResolver {
  constructor(private readonly shipping: ShippingService) {}

  @Query()
  async shippingMethods(@Ctx() context: Context) {
    return (await this.shipping.all()).map((method) => shown(method, context));
  }

  @Mutation()
  async createShippingMethod(@Args('input') input: CreateShippingMethodInput, @Ctx() context: Context) {
    const method = await this.shipping.create(input, wanted(input, context), context, input.idempotencyKey);
    return { shippingMethod: shown(method, context) };
  }

  @Mutation()
  async updateShippingMethod(@Args('input') input: UpdateShippingMethodInput, @Ctx() context: Context) {
    const expectedVersion =
      input.expectedVersion == null ? undefined : parseDecimal(input.expectedVersion, 0, ['expectedVersion']);
    const changes = { ...wanted(input, context), expectedVersion };
    const method = await this.shipping.update(input.id, changes, context, input.idempotencyKey);
    return { shippingMethod: shown(method, context) };
  }
}

function wanted(input: CreateShippingMethodInput | UpdateShippingMethodInput, context: Context): ShippingMethodInput {
  return {
    name: localized(input.name, input.locale, context),
    channelId: input.channelId,
    countries: input.countries ?? undefined,
    rates: input.rates ?? undefined,
    taxClassCode: input.taxClassCode ?? undefined,
    locationId: input.locationId,
    position: input.position ?? undefined,
    active: input.active ?? undefined,
  };
}

function shown({ name, rates, version, ...method }: ShippingMethod, { locales }: Context) {
  return { ...method, name: inLanguage(name, locales), rates: rateFields(rates), version: version.toString() };
}
