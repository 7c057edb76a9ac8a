import { Module } from '@nestjs/common';
import { ConsumerRegistry } from './consumer-registry.service.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryService } from './delivery.service.js';

/** Where libs register what they hear, and operators see and replay what is parked. Delivers nothing by itself. */
@Module({
  providers: [ConsumerRegistry, DeliveryRepository, DeliveryService],
  exports: [ConsumerRegistry, DeliveryRepository, DeliveryService],
})
export class EventsModule {}
