import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Context } from '#kernel';
import { Broadcast, changeRules, type DecidedRules } from '#platform/broadcast';
import { constraintOf, Database } from '#platform/db';
import { newId } from '#platform/ids';
import { refused } from './tax.errors.js';
import {
  codeAt,
  countriesAt,
  endedRate,
  nameAt,
  newRate,
  type TaxClass,
  type TaxRate,
  type TaxRateInput,
  type TaxRules,
  type TaxZone,
} from './tax.js';
import { endingRate, insertingClass, insertingRate, insertingZone, readTaxRules, updatingZone } from './tax.repository.js';

type Key = string | null | undefined;

/** What is taxed, where and how much. A rate is never changed, only ended: what was charged stays explained. */
@Injectable()
export class TaxService {
  constructor(
    private readonly db: Database,
    private readonly broadcast: Broadcast,
  ) {}

  /** Every class, zone and rate. */
  async read(): Promise<TaxRules> {
    return readTaxRules(this.db);
  }

  /** Makes a tax class, once per idempotency key. @throws UserError naming the field */
  async createClass(input: { code: string; name: string }, context: Context, key?: Key): Promise<TaxClass> {
    const id = await this.once('createTaxClass', key, input, context, () => {
      const made = { id: newId('taxClass'), code: codeAt(input.code, ['code']), name: nameAt(input.name, ['name']) };
      return { id: made.id, writes: [insertingClass(made)] };
    });
    return found((await this.read()).classes, id, 'tax class');
  }

  /** Makes a tax zone, once per idempotency key. @throws UserError naming the field */
  async createZone(
    input: { code: string; name: string; countries: readonly string[] },
    context: Context,
    key?: Key,
  ): Promise<TaxZone> {
    const id = await this.once('createTaxZone', key, input, context, ({ zones }) => {
      const made = newId('taxZone');
      const countries = countriesAt(input.countries, made, zones, ['countries']);
      const zone = { id: made, code: codeAt(input.code, ['code']), name: nameAt(input.name, ['name']), countries, version: 1n };
      return { id: made, writes: [insertingZone(zone)] };
    });
    return found((await this.read()).zones, id, 'tax zone');
  }

  /** Changes what is given of a tax zone, once per idempotency key. @throws UserError naming the field */
  async updateZone(
    input: { id: string; name?: string; countries?: readonly string[]; expectedVersion?: bigint },
    context: Context,
    key?: Key,
  ): Promise<TaxZone> {
    await this.once('updateTaxZone', key, input, context, ({ zones }) => {
      const before = found(zones, input.id, 'tax zone');
      seen(before, input.expectedVersion);
      const after: TaxZone = {
        ...before,
        name: input.name === undefined ? before.name : nameAt(input.name, ['name']),
        countries: input.countries ? countriesAt(input.countries, before.id, zones, ['countries']) : before.countries,
      };
      return { id: after.id, writes: isDeepStrictEqual(before, after) ? [] : [updatingZone(counted(after))] };
    });
    return found((await this.read()).zones, input.id, 'tax zone');
  }

  /** Makes a tax rate, once per idempotency key. @throws UserError naming the field */
  async createRate(input: TaxRateInput, context: Context, key?: Key): Promise<TaxRate> {
    const id = await this.once('createTaxRate', key, input, context, (rules) => {
      const rate = newRate(newId('taxRate'), input, rules);
      return { id: rate.id, writes: [insertingRate(rate)] };
    });
    return found((await this.read()).rates, id, 'tax rate');
  }

  /** Sets or takes away the end of a rate, once per idempotency key. @throws UserError naming the field */
  async endRate(
    input: { id: string; validTo: Date | null; expectedVersion?: bigint },
    context: Context,
    key?: Key,
  ): Promise<TaxRate> {
    await this.once('endTaxRate', key, input, context, ({ rates }) => {
      const before = found(rates, input.id, 'tax rate');
      seen(before, input.expectedVersion);
      const after = endedRate(before, input.validTo);
      return { id: after.id, writes: isDeepStrictEqual(before, after) ? [] : [endingRate(counted(after))] };
    });
    return found((await this.read()).rates, input.id, 'tax rate');
  }

  /** One change at a time, decided on the rules as they are; nothing is written and told when nothing changes. */
  private async once(
    mutation: string,
    idempotencyKey: Key,
    input: object,
    context: Context,
    decide: (rules: TaxRules) => DecidedRules,
  ): Promise<string> {
    const { db, broadcast } = this;
    return changeRules(
      { db, broadcast, context },
      { mutation, idempotencyKey, input },
      async () => decide(await this.read()),
      (error) => translated(error, 'code' in input ? String(input.code) : ''),
    );
  }
}

/** @throws UserError when there is a later version than the one that was seen */
function seen({ version }: { readonly version: bigint }, expected: bigint | undefined): void {
  if (expected !== undefined && expected !== version) throw refused.stale(version);
}

function counted<T extends { readonly version: bigint }>(changed: T): T {
  return { ...changed, version: changed.version + 1n };
}

function found<T extends { readonly id: string }>(all: readonly T[], id: string, what: string): T {
  const one = all.find((each) => each.id === id);
  if (!one) throw refused.unknown(what, id, ['id']);
  return one;
}

function translated(error: unknown, code: string): unknown {
  const constraint = constraintOf(error);
  if (constraint === 'tax_class_code_key') return refused.taken('tax class', code, ['code']);
  if (constraint === 'tax_zone_code_key') return refused.taken('tax zone', code, ['code']);
  if (constraint === 'tax_rate_no_overlap') return refused.overlap(['validFrom']);
  return error;
}
