import { Module } from '@nestjs/common';
import { ShippingResolver } from './shipping.resolver.js';
import { ShippingService } from './shipping.service.js';

/** Shipping methods. */
@Module({ providers: [ShippingService, ShippingResolver], exports: [ShippingService] })
export class ShippingModule {}
