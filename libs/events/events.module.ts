import { Module } from '@nestjs/common';
import { BacklogRepository } from './backlog.repository.js';
import { ConsumerRegistry } from './consumer-registry.service.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryService } from './delivery.service.js';
import { HistoryRepository } from './history.repository.js';
import { LiveNews } from './live-news.service.js';
import { PulledRepository } from './pulled.repository.js';

/** Where libs register what they hear and watch, and operators see and replay what is parked. Delivers nothing by itself. */
@Module({
  providers: [
    BacklogRepository,
    ConsumerRegistry,
    DeliveryRepository,
    DeliveryService,
    HistoryRepository,
    LiveNews,
    PulledRepository,
  ],
  exports: [
    BacklogRepository,
    ConsumerRegistry,
    DeliveryRepository,
    DeliveryService,
    HistoryRepository,
    LiveNews,
    PulledRepository,
  ],
})
export class EventsModule {}
