import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { ChannelsModule } from '#channels';
import { InventoryModule } from '#inventory';
import { PricingModule } from '#pricing';
import { TaxModule } from '#tax';
import { ImportService } from './import.service.js';
import { LocationDirectory } from './location-directory.repository.js';
import { PriceRowsConnector } from './price-rows/price-rows.connector.js';
import { ShopifyProductsConnector } from './shopify-products/shopify-products.connector.js';
import { StockLevelsConnector } from './stock-levels/stock-levels.connector.js';

/** How outside systems and their files talk to us. */
@Module({
  imports: [CatalogModule, ChannelsModule, InventoryModule, PricingModule, TaxModule],
  providers: [ImportService, LocationDirectory, ShopifyProductsConnector, StockLevelsConnector, PriceRowsConnector],
  exports: [ImportService],
})
export class ConnectorsModule {}
