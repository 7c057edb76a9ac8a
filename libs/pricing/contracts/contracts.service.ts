import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { connection, pageRequest, type Connection, type Context } from '#kernel';
import { Broadcast, changeRules } from '#platform/broadcast';
import { constraintOf, Database } from '#platform/db';
import { newId } from '#platform/ids';
import { checkDerived } from '../price-list.js';
import { findList } from '../price-list.repository.js';
import { refused } from '../pricing.errors.js';
import { changedContract, newContract, type Contract, type ContractInput, type ContractKey } from './contract.js';
import {
  findContract,
  insertingContract,
  pageOfContracts,
  updatingContract,
  usesOfCaps,
  type CapUse,
} from './contract.repository.js';

/** A contract with what is used of its caps. */
export interface UsedContract {
  readonly contract: Contract;
  readonly uses: ReadonlyMap<string, CapUse>;
}

interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
}

const ids = {
  contract: () => newId('contract'),
  list: () => newId('priceList'),
  cap: () => newId('contractCap'),
};

/** What was agreed with organizations. */
@Injectable()
export class ContractsService {
  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** The contract of that id or number; null: there is none. */
  async find(idOrNumber: string): Promise<UsedContract | null> {
    const contract = await findContract(this.db, idOrNumber);
    return contract && { contract, uses: await usesOfCaps(this.db, [contract.id]) };
  }

  /** A page of contracts in the order of their ids, with one unit or with all. */
  page({ organizationId, ...args }: PageArgs & { organizationId?: string | null }): Promise<Connection<UsedContract>> {
    return this.pageWith(args, organizationId == null ? null : [organizationId]);
  }

  /** A page of the contracts that the request buys under: with its buyer's unit, and with the units above it. */
  pageOfBuyer(args: PageArgs, { buyer }: Context): Promise<Connection<UsedContract>> {
    return this.pageWith(args, buyer.unitIds);
  }

  /** Makes a contract with its price list, once per idempotency key. @throws UserError naming the field */
  async create(key: ContractKey, input: ContractInput, context: Context, idempotencyKey?: string | null): Promise<UsedContract> {
    const { number, organizationId } = key;
    const asked = { mutation: 'createContract', idempotencyKey, input: { ...key, ...input } };
    const id = await changeRules(
      { db: this.db, broadcast: this.broadcast, context },
      asked,
      async () => {
        const contract = newContract(key, input, ids);
        await this.check(contract);
        return { id: contract.id, writes: insertingContract(contract) };
      },
      (error) => {
        const constraint = constraintOf(error);
        if (constraint === 'price_list_code_key') return refused.taken(number, ['number']);
        const unknown =
          constraint === 'contract_organization_id_fkey' || constraint === 'price_list_audience_organization_id_fkey';
        return unknown ? refused.unknown('organization', organizationId, ['organizationId']) : error;
      },
    );
    return this.require(id);
  }

  /** Changes a contract, once per idempotency key; whom it is with, its number and its currency stay. @throws UserError naming the field */
  async update(id: string, input: ContractInput, context: Context, idempotencyKey?: string | null): Promise<UsedContract> {
    const asked = { mutation: 'updateContract', idempotencyKey, input: { id, ...input } };
    await changeRules(
      { db: this.db, broadcast: this.broadcast, context },
      asked,
      async () => {
        const { contract: before } = await this.require(id);
        const after = changedContract(before, input, ids);
        if (input.derived) await this.check(after);
        const counted = { ...after, list: { ...after.list, version: after.list.version + 1n } };
        return { id: before.id, writes: isDeepStrictEqual(before, after) ? [] : updatingContract(counted, before) };
      },
      (error) => error,
    );
    return this.require(id);
  }

  private async check({ list }: Contract): Promise<void> {
    if (list.derived) checkDerived(list, await findList(this.db, list.derived.listId));
  }

  private async require(id: string): Promise<UsedContract> {
    const found = await this.find(id);
    if (!found) throw refused.unknown('contract', id, ['id']);
    return found;
  }

  private async pageWith(args: PageArgs, unitIds: readonly string[] | null): Promise<Connection<UsedContract>> {
    const request = pageRequest(args);
    const contracts = await pageOfContracts(this.db, request, unitIds);
    const uses = await usesOfCaps(
      this.db,
      contracts.map(({ id }) => id),
    );
    return connection(
      contracts.map((contract) => ({ contract, uses })),
      request,
      ({ contract }) => [contract.id],
    );
  }
}
