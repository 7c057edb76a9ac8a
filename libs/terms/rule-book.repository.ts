import { Injectable } from '@nestjs/common';
import { readConventions } from '#channels';
import { readPriceLists } from '#pricing';
import { Database } from '#platform/db';
import { revisionOf, rulesTopic } from '#platform/broadcast';
import { readPromotions } from '#promotions';
import { readShippingMethods } from '#shipping';
import { readTaxRules } from '#tax';
import { RuleBook } from './rule-book.js';

/** Reads all rules, of one version: those that change meanwhile are read again. */
@Injectable()
export class RuleBookRepository {
  constructor(private readonly database: Database) {}

  /** The version that the rules have now. */
  version(): Promise<bigint> {
    return revisionOf(this.database, rulesTopic);
  }

  async read(): Promise<RuleBook> {
    for (;;) {
      const version = await this.version();
      const [conventions, lists, promotions, tax, shippingMethods] = await Promise.all([
        readConventions(this.database),
        readPriceLists(this.database),
        readPromotions(this.database),
        readTaxRules(this.database),
        readShippingMethods(this.database),
      ]);
      if ((await this.version()) !== version) continue;
      const { zones: taxZones, rates: taxRates } = tax;
      return new RuleBook({ version, conventions, lists, promotions, taxZones, taxRates, shippingMethods });
    }
  }
}
