import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { CapTerms } from '#engine';
import { formatMoney, formatShort, quantityScale, type Connection, type Context, type CurrencyCode } from '#kernel';
import {
  Ctx,
  type CreateContractInput,
  type QueryContractsArgs,
  type QueryOurContractsArgs,
  type UpdateContractInput,
} from '#platform/graphql';
import { shownList, versionOf, wantedOf } from '../price-list.view.js';
import type { ContractInput } from './contract.js';
import { ContractsService, type UsedContract } from './contracts.service.js';

/** Contracts in the API. */
@Resolver()
export class ContractsResolver {
  constructor(private readonly contracts: ContractsService) {}

  @Query('contract')
  async one(@Args('id') id: string) {
    const found = await this.contracts.find(id);
    return found && shown(found);
  }

  @Query('contracts')
  async page(@Args() args: QueryContractsArgs) {
    return shownPage(await this.contracts.page(args));
  }

  @Query()
  async ourContracts(@Args() args: QueryOurContractsArgs, @Ctx() context: Context) {
    return shownPage(await this.contracts.pageOfBuyer(args, context));
  }

  @Mutation()
  async createContract(@Args('input') input: CreateContractInput, @Ctx() context: Context) {
    return { contract: shown(await this.contracts.create(input, wanted(input), context, input.idempotencyKey)) };
  }

  @Mutation()
  async updateContract(@Args('input') input: UpdateContractInput, @Ctx() context: Context) {
    const changes = { ...wanted(input), expectedVersion: versionOf(input.expectedVersion) };
    return { contract: shown(await this.contracts.update(input.id, changes, context, input.idempotencyKey)) };
  }
}

function wanted(input: CreateContractInput | UpdateContractInput): ContractInput {
  const caps = input.caps?.map(({ measure = 'QUANTITY', of = 'ALL', value = null, limit }) => ({ measure, of, value, limit }));
  return { ...wantedOf(input), ...(caps && { caps }) };
}

function shownPage({ edges, pageInfo }: Connection<UsedContract>) {
  const shownEdges = edges.map(({ cursor, node }) => ({ cursor, node: shown(node) }));
  return { edges: shownEdges, nodes: shownEdges.map(({ node }) => node), pageInfo };
}

function shown({ contract: { id, organizationId, list }, uses }: UsedContract) {
  const { id: priceListId, code: number, contract, ...shownOfList } = shownList(list);
  return {
    ...shownOfList,
    ...{ id, organizationId, priceListId, number },
    caps: contract.caps.map((cap) => {
      const { used, left } = uses.get(cap.id) ?? { used: 0n, left: cap.limit };
      const amount = (of: bigint): string => measured(of, cap, list.currency);
      const { measure, of, value } = cap;
      return { id: cap.id, measure, of, value, limit: amount(cap.limit), used: amount(used), left: amount(left) };
    }),
  };
}

function measured(amount: bigint, { measure }: CapTerms, currency: CurrencyCode): string {
  return measure === 'QUANTITY' ? formatShort(amount, quantityScale) : formatMoney({ minor: amount, currency });
}
