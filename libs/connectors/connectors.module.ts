import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { ChannelsModule } from '#channels';
import { CustomersModule } from '#customers';
import { InventoryModule } from '#inventory';
import { OrganizationsModule } from '#organizations';
import { PricingModule } from '#pricing';
import { TaxModule } from '#tax';
import { CustomersConnector } from './customers/customers.connector.js';
import { ImportService } from './import.service.js';
import { LocationDirectory } from './location-directory.repository.js';
import { LocationsConnector } from './locations/locations.connector.js';
import { OrganizationsConnector } from './organizations/organizations.connector.js';
import { PriceRowsConnector } from './price-rows/price-rows.connector.js';
import { SegmentsConnector } from './segments/segments.connector.js';
import { ShopifyProductsConnector } from './shopify-products/shopify-products.connector.js';
import { StockLevelsConnector } from './stock-levels/stock-levels.connector.js';
import { TaxTablesConnector } from './tax-tables/tax-tables.connector.js';

/** How outside systems and their files talk to us. */
@Module({
  imports: [CatalogModule, ChannelsModule, CustomersModule, InventoryModule, OrganizationsModule, PricingModule, TaxModule],
  providers: [
    ImportService,
    LocationDirectory,
    ShopifyProductsConnector,
    StockLevelsConnector,
    PriceRowsConnector,
    LocationsConnector,
    CustomersConnector,
    SegmentsConnector,
    OrganizationsConnector,
    TaxTablesConnector,
  ],
  exports: [ImportService],
})
export class ConnectorsModule {}
