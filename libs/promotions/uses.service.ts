import { Injectable } from '@nestjs/common';
import type { CurrencyCode } from '#kernel';
import { ensuringCapacities, type Demand } from '#holds';
import { Believed } from '#platform/believed';
import { Database, type Write } from '#platform/db';
import { freeingCodes, usingCodes } from './codes.repository.js';
import { readSecret } from './secret.repository.js';
import { demandOf, personCapacities, subjectOf, type Use } from './uses.js';

/** A use with the code that asked for it. */
export interface CodedUse extends Use {
  readonly code: string | null;
  readonly singleUse?: true;
}

/** An order as far as its promotions are counted. */
export interface Using {
  readonly id: string;
  readonly currency: CurrencyCode;
  readonly contact: { readonly email: string | null };
  readonly discounts: readonly CodedUse[];
}

/** What an order takes of its promotions: what it claims, and what is written before the claim. */
export interface Taking {
  readonly demand: readonly Demand[];
  readonly writes: readonly Write[];
}

/** How uses of promotions are counted: in all, by person, in money, and by codes that count once. */
@Injectable()
export class PromotionUses {
  private readonly secret: Believed<Uint8Array>;

  constructor(db: Database) {
    // it never changes
    this.secret = new Believed(() => readSecret(db), Number.POSITIVE_INFINITY);
  }

  /** What an order takes that has not taken anything yet. */
  async taking(order: Using): Promise<Taking> {
    const { demand, writes } = await this.again(order);
    const codes = onceOnly(order);
    return { demand, writes: codes.length > 0 ? [...writes, usingCodes(order.id, codes)] : writes };
  }

  /** The same for an order that has its codes, and has lost what it held. */
  async again({ discounts, currency, contact }: Using): Promise<Taking> {
    const personal = discounts.some(({ perPerson }) => perPerson !== undefined);
    const subject = personal ? subjectOf(contact.email, await this.secret.get('')) : null;
    const capacities = personCapacities(discounts, subject);
    return {
      demand: demandOf(discounts, currency, subject),
      writes: capacities.length > 0 ? [ensuringCapacities(capacities)] : [],
    };
  }

  /** What gives an order's codes back; its holds are given back by whoever claimed them. */
  givingBack(order: Using): readonly Write[] {
    return onceOnly(order).length > 0 ? [freeingCodes(order.id)] : [];
  }
}

function onceOnly({ discounts }: Using): string[] {
  return discounts.flatMap(({ code, singleUse }) => (singleUse && code !== null ? [code] : []));
}
