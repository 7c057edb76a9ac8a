import { Module } from '@nestjs/common';
import { InventoryResolver } from './inventory.resolver.js';
import { InventoryService } from './inventory.service.js';

/** Stock: levels, movements, locations, and the claims on them. */
@Module({ providers: [InventoryService, InventoryResolver], exports: [InventoryService] })
export class InventoryModule {}
