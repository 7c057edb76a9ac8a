import { Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { CatalogModule } from '#catalog';
import { EventsModule } from '#events';
import { OrganizationsModule } from '#organizations';
import { TaxModule } from '#tax';
import { TermsModule } from '#terms';
import { CartRepository } from './cart.repository.js';
import { CartLineResolver } from './cart-line.resolver.js';
import { CartResolver } from './cart.resolver.js';
import { CartReader } from './cart-reader.service.js';
import { CartContracts } from './contracts/cart-contracts.service.js';
import { CartSubscribers } from './cart.subscribers.js';
import { CartService } from './cart.service.js';
import { AdoptionResolver, SignInCartResolver, SignUpCartResolver } from './adoption/adoption.resolver.js';
import { CartAdoption } from './adoption/adoption.service.js';
import { BasketResolver } from './baskets/basket.resolver.js';
import { BasketService } from './baskets/basket.service.js';
import { HandoffRepository } from './handoff/handoff.repository.js';
import { HandoffResolver } from './handoff/handoff.resolver.js';
import { CartHandoff } from './handoff/handoff.service.js';
import { IdleCarts } from './idle-carts.service.js';
import { CartLiveResolver } from './live/cart-live.resolver.js';
import { MyCartsResolver } from './mine/my-carts.resolver.js';
import { MyCartsService } from './mine/my-carts.service.js';
import { CartTaxesResolver } from './taxes/cart-taxes.resolver.js';
import { CartTaxes } from './taxes/cart-taxes.service.js';
import { OwnedCartRepository } from './owned.repository.js';
import { GiftResolver } from './gifts/gift.resolver.js';
import { PromiseResolver } from './promises/promise.resolver.js';
import { PromisesService } from './promises/promises.service.js';

/** The persistent cart: operations in, the same priced cart for every device out. */
@Module({
  imports: [AccessModule, CatalogModule, EventsModule, OrganizationsModule, TaxModule, TermsModule],
  providers: [
    CartRepository,
    OwnedCartRepository,
    HandoffRepository,
    CartContracts,
    CartReader,
    CartService,
    CartSubscribers,
    CartTaxes,
    CartTaxesResolver,
    CartAdoption,
    CartHandoff,
    MyCartsService,
    BasketService,
    PromisesService,
    IdleCarts,
    CartResolver,
    CartLineResolver,
    AdoptionResolver,
    SignInCartResolver,
    SignUpCartResolver,
    HandoffResolver,
    CartLiveResolver,
    MyCartsResolver,
    BasketResolver,
    PromiseResolver,
    GiftResolver,
  ],
  exports: [BasketService, CartReader, CartService, CartTaxes],
})
export class CartModule {}
