import { Module } from '@nestjs/common';
import { TermsModule } from '#terms';
import { CartRepository } from './cart.repository.js';
import { CartResolver } from './cart.resolver.js';
import { CartService } from './cart.service.js';

/** The persistent cart: operations in, the same priced cart for every device out. */
@Module({
  imports: [TermsModule],
  providers: [CartRepository, CartService, CartResolver],
  exports: [CartService],
})
export class CartModule {}
