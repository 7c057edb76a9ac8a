import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { TermsModule } from '#terms';
import { CartRepository } from './cart.repository.js';
import { CartLineResolver } from './cart-line.resolver.js';
import { CartResolver } from './cart.resolver.js';
import { CartService } from './cart.service.js';

/** The persistent cart: operations in, the same priced cart for every device out. */
@Module({
  imports: [CatalogModule, TermsModule],
  providers: [CartRepository, CartService, CartResolver, CartLineResolver],
  exports: [CartService],
})
export class CartModule {}
