import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { AccessModule } from '#access';
import { ChannelsModule } from '#channels';
import { CartModule } from '#cart';
import { CatalogModule } from '#catalog';
import { CustomersModule } from '#customers';
import { ExceptionsModule } from '#exceptions';
import { InsightModule } from '#insight';
import { InventoryModule } from '#inventory';
import { LedgerModule } from '#ledger';
import { OrdersModule } from '#orders';
import { OrganizationsModule } from '#organizations';
import { PaymentsModule } from '#payments';
import { PricingModule } from '#pricing';
import { PromotionsModule } from '#promotions';
import { SearchModule } from '#search';
import { ShippingModule } from '#shipping';
import { TaxModule } from '#tax';
import { TermsModule, VariantResolver } from '#terms';
import { TillsModule } from '#tills';
import { BroadcastModule } from '#platform/broadcast';
import { ClockModule } from '#platform/clock';
import { Config, ConfigModule } from '#platform/config';
import { DbModule } from '#platform/db';
import { ExecutionPlugin, PlatformGraphqlModule } from '#platform/graphql';
import { Log, LogModule } from '#platform/log';
import { MetricsModule } from '#platform/metrics';
import { TraceModule } from '#platform/trace';
import { executionOf, graphqlOptions } from './graphql.js';
import { Health } from './health.js';
import { RequestContexts } from './request-context.js';

/** What a request is read and executed with. */
@Module({
  imports: [AccessModule, ChannelsModule, OrganizationsModule],
  providers: [RequestContexts, { provide: ExecutionPlugin, useFactory: executionOf, inject: [Config, Log] }],
  exports: [RequestContexts, ExecutionPlugin],
})
class RequestModule {}

/** Everything that the API serves: a module a lib. */
@Module({
  imports: [
    ConfigModule,
    DbModule,
    LogModule,
    ClockModule,
    BroadcastModule,
    MetricsModule,
    TraceModule,
    PlatformGraphqlModule,
    AccessModule,
    ChannelsModule,
    CartModule,
    CatalogModule,
    CustomersModule,
    ExceptionsModule,
    InsightModule,
    InventoryModule,
    LedgerModule,
    OrdersModule,
    OrganizationsModule,
    PaymentsModule,
    PricingModule,
    PromotionsModule,
    SearchModule,
    ShippingModule,
    TaxModule,
    TermsModule,
    TillsModule,
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [RequestModule, TermsModule],
      useFactory: graphqlOptions,
      inject: [Config, RequestContexts, ExecutionPlugin, VariantResolver],
    }),
  ],
  providers: [Health],
})
export class ApiModule {}
