import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { inLanguage, localized, type Context } from '#kernel';
import { Ctx, type AttributeOptionInput, type CreateAttributeInput, type UpdateAttributeInput } from '#platform/graphql';
import type { Attribute, AttributeFields, AttributeOption } from './attribute.js';
import { AttributesService } from './attributes.service.js';

interface ShownOption {
  readonly code: string;
  readonly name: string;
}

/** What products can be described by, in the API. */
@Resolver('Attribute')
export class AttributeResolver {
  constructor(private readonly service: AttributesService) {}

  @Query()
  attributes(): readonly Attribute[] {
    return [...this.service.all().values()];
  }

  @ResolveField()
  name(@Parent() { name }: Attribute, @Ctx() { locales }: Context): string {
    return inLanguage(name, locales);
  }

  @ResolveField()
  options(@Parent() { options }: Attribute, @Ctx() { locales }: Context): ShownOption[] {
    return options.map(({ code, name }) => ({ code, name: inLanguage(name, locales) }));
  }

  @Mutation()
  async createAttribute(@Args('input') input: CreateAttributeInput, @Ctx() context: Context): Promise<{ attribute: Attribute }> {
    const { code, type, idempotencyKey } = input;
    return { attribute: await this.service.create({ code, type }, fieldsOf(input, context), idempotencyKey, context) };
  }

  @Mutation()
  async updateAttribute(@Args('input') input: UpdateAttributeInput, @Ctx() context: Context): Promise<{ attribute: Attribute }> {
    return { attribute: await this.service.update(input.id, fieldsOf(input, context), input.idempotencyKey, context) };
  }
}

function fieldsOf(input: CreateAttributeInput | UpdateAttributeInput, context: Context): AttributeFields {
  const option = ({ code, name }: AttributeOptionInput): AttributeOption => ({
    code,
    name: localized(name, input.locale, context) ?? {},
  });
  return {
    name: localized(input.name, input.locale, context),
    unit: input.unit,
    filterable: input.filterable ?? undefined,
    options: input.options?.map(option),
  };
}
