import { Module } from '@nestjs/common';
import { InventoryResolver } from './inventory.resolver.js';
import { InventoryService } from './inventory.service.js';
import { MovementRepository } from './movement.repository.js';

/** Stock: levels, movements, locations, and the claims on them. */
@Module({ providers: [InventoryService, InventoryResolver, MovementRepository], exports: [InventoryService] })
export class InventoryModule {}
