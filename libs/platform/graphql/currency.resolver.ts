import { Args, Query, Resolver } from '@nestjs/graphql';
import { currencies, isCurrency, type Currency } from '#kernel';

/** A currency as the API answers it. */
interface CurrencyAnswer {
  readonly code: string;
  readonly numericCode: string;
  readonly name: string;
  readonly exponent: number;
}

const answer = ({ code, numeric, name, exponent }: Currency): CurrencyAnswer => ({ code, numericCode: numeric, name, exponent });
const all: readonly CurrencyAnswer[] = [...currencies.values()].map(answer);

/** The pinned ISO 4217 table. */
@Resolver()
export class CurrencyResolver {
  @Query()
  currencies(): readonly CurrencyAnswer[] {
    return all;
  }

  @Query()
  currency(@Args('code') code: string): CurrencyAnswer | null {
    const known = isCurrency(code) ? currencies.get(code) : undefined;
    return known ? answer(known) : null;
  }
}
