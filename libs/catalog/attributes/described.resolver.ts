import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Context } from '#kernel';
import { Ctx } from '#platform/graphql';
import { showAttributes, type AttributeValues, type ShownAttribute } from './attribute-value.js';
import { AttributesService } from './attributes.service.js';

interface Described {
  readonly attributes: AttributeValues;
}

/** What products are described by; their names are in memory. */
@Resolver('Product')
export class DescribedProductResolver {
  constructor(private readonly service: AttributesService) {}

  @ResolveField()
  attributes(@Parent() { attributes }: Described, @Ctx() { locales }: Context): ShownAttribute[] {
    return showAttributes(attributes, this.service.all(), locales);
  }
}

/** What variants are described by, beyond their products. */
@Resolver('Variant')
export class DescribedVariantResolver {
  constructor(private readonly service: AttributesService) {}

  @ResolveField()
  attributes(@Parent() { attributes }: Described, @Ctx() { locales }: Context): ShownAttribute[] {
    return showAttributes(attributes, this.service.all(), locales);
  }
}
