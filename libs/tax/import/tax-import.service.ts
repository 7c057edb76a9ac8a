import { Injectable } from '@nestjs/common';
import { UserError } from '#kernel';
import { revise, rulesTopic } from '#platform/broadcast';
import { Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { readTaxRules } from '../tax.repository.js';
import { rulesAfter, tableChanges, type CountryTable, type TableChanges, type TableIds } from './tax-table.js';
import { savingTables } from './tax-import.repository.js';

/** What taking in tables comes to: its writes, what becomes of each country, and what could not be, by index. */
export interface SavingTables {
  readonly writes: readonly Write[];
  readonly saved: readonly ({ readonly change: 'CREATED' | 'UPDATED' | 'UNCHANGED' } | null)[];
  readonly refusals: readonly { readonly index: number; readonly error: UserError }[];
  readonly ratesMade: number;
  readonly ratesEnded: number;
}

const ids: TableIds = {
  taxClass: () => newId('taxClass'),
  taxZone: () => newId('taxZone'),
  taxRate: () => newId('taxRate'),
};

/** Tax tables of many countries: read in three statements, written in five, however many they are. */
@Injectable()
export class TaxImportService {
  constructor(private readonly db: Database) {}

  /** Decides the tables one after the other, each on the rules that those before it have made. What cannot be is refused by index. */
  async saving(tables: readonly CountryTable[]): Promise<SavingTables> {
    let rules = await readTaxRules(this.db);
    const all: TableChanges[] = [];
    const refusals: { index: number; error: UserError }[] = [];
    const saved = tables.map((table, index) => {
      try {
        const changes = tableChanges(table, rules, ids);
        rules = rulesAfter(rules, changes);
        all.push(changes);
        if (changes.zones.length > 0) return { change: 'CREATED' as const };
        const isSame = changes.made.length + changes.ended.length === 0;
        return isSame ? { change: 'UNCHANGED' as const } : { change: 'UPDATED' as const };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refusals.push({ index, error });
        return null;
      }
    });
    const made = all.flatMap((changes) => changes.made);
    const ended = all.flatMap((changes) => changes.ended);
    const writes = savingTables(
      all.flatMap(({ classes }) => classes),
      all.flatMap(({ zones }) => zones),
      made,
      ended,
    );
    if (writes.length > 0) writes.push(revise(rulesTopic));
    return { writes, saved, refusals, ratesMade: made.length, ratesEnded: ended.length };
  }
}
