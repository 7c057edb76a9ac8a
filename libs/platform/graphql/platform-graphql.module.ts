import { Module } from '@nestjs/common';
import { CurrencyResolver } from './currency.resolver.js';

/** The fields of the schema that belong to no lib. */
@Module({ providers: [CurrencyResolver] })
export class PlatformGraphqlModule {}
