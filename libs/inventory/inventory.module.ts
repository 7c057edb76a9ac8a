import { Module } from '@nestjs/common';
import { EventsModule } from '#events';
import { InventoryResolver } from './inventory.resolver.js';
import { InventoryService } from './inventory.service.js';
import { StockLiveResolver } from './live/stock-live.resolver.js';
import { LocationResolver } from './location.resolver.js';
import { LocationService } from './location.service.js';
import { MovementRepository } from './movement.repository.js';

/** Stock: levels, movements, locations, and the claims on them. */
@Module({
  imports: [EventsModule],
  providers: [InventoryService, InventoryResolver, LocationService, LocationResolver, MovementRepository, StockLiveResolver],
  exports: [InventoryService, LocationService],
})
export class InventoryModule {}
