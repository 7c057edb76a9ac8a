import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { parseDecimal, type Context } from '#kernel';
import { Ctx, type CreateTaxReliefInput, type EndTaxReliefInput, type RecordTaxConsultationInput } from '#platform/graphql';
import type { StoredRelief } from './relief.js';
import { TaxReliefService } from './relief.service.js';

/** Why customers and organizations owe less tax, in the API. */
@Resolver()
export class TaxReliefResolver {
  constructor(private readonly reliefs: TaxReliefService) {}

  @Query()
  async taxReliefs(@Args() args: { customerId?: string | null; organizationId?: string | null; first?: number; after?: string }) {
    const { edges, nodes, pageInfo } = await this.reliefs.ofHolder(args);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: shown(node) })), nodes: nodes.map(shown), pageInfo };
  }

  @Mutation()
  async createTaxRelief(@Args('input') { idempotencyKey, ...input }: CreateTaxReliefInput, @Ctx() context: Context) {
    const wanted = { ...input, validFrom: instant(input.validFrom), validTo: instant(input.validTo) };
    return { taxRelief: shown(await this.reliefs.create(wanted, context, idempotencyKey)) };
  }

  @Mutation()
  async endTaxRelief(@Args('input') { idempotencyKey, ...input }: EndTaxReliefInput, @Ctx() context: Context) {
    const ending = { ...changeOf(input), validTo: instant(input.validTo) };
    return { taxRelief: shown(await this.reliefs.end(ending, context, idempotencyKey)) };
  }

  @Mutation()
  async recordTaxConsultation(@Args('input') { idempotencyKey, ...input }: RecordTaxConsultationInput, @Ctx() context: Context) {
    const consulted = { ...changeOf(input), consultationNumber: input.consultationNumber ?? null };
    return { taxRelief: shown(await this.reliefs.consult(consulted, context, idempotencyKey)) };
  }
}

function changeOf({ id, expectedVersion }: { readonly id: string; readonly expectedVersion?: string | null | undefined }) {
  return expectedVersion == null ? { id } : { id, expectedVersion: parseDecimal(expectedVersion, 0, ['expectedVersion']) };
}

function instant(text: string | null | undefined): Date | null {
  return text == null ? null : new Date(text);
}

function shown({ holder, consultation, validFrom, validTo, version, ...relief }: StoredRelief) {
  return {
    ...relief,
    ...holder,
    consultationNumber: consultation,
    validFrom: validFrom === null ? null : new Date(validFrom),
    validTo: validTo === null ? null : new Date(validTo),
    version: version.toString(),
  };
}
