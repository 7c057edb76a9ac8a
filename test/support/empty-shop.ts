import 'reflect-metadata';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ChannelsService, noChannel } from '#channels';
import { ConnectorsModule } from '#connectors';
import { InventoryModule, LocationService } from '#inventory';
import { BroadcastModule } from '#platform/broadcast';
import { ClockModule } from '#platform/clock';
import { ConfigModule } from '#platform/config';
import { DbModule } from '#platform/db';
import { LogModule } from '#platform/log';
import { type Context, currencyOf, stranger } from '#kernel';
import { TaxModule, TaxService } from '#tax';

@Module({
  imports: [ConfigModule, LogModule, ClockModule, DbModule, BroadcastModule, InventoryModule, TaxModule, ConnectorsModule],
})
class ShopModule {}

/** A shop in a database: one channel in EUR, the location `main`, the tax class `standard`; no price list, no product. */
export async function openEmptyShop(databaseUrl: string): Promise<INestApplicationContext> {
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    REDIS_URL: '',
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_POOL: '4',
  });
  const app = await NestFactory.createApplicationContext(ShopModule, { logger: false });
  const channels = app.get(ChannelsService, { strict: false });
  const before: Context = {
    actor: { kind: 'system', name: 'test' },
    channel: noChannel,
    currency: currencyOf('EUR'),
    locales: ['en'],
    buyer: stranger,
    requestId: 'test',
  };
  const { id: legalEntityId } = await channels.createLegalEntity({ code: 'shop', name: 'Shop', country: 'DE' }, before);
  const web = {
    code: 'web',
    name: 'Web',
    kind: 'WEB',
    legalEntityId,
    currencies: ['EUR'],
    locales: ['en'],
    country: 'DE',
  } as const;
  const channel = await channels.createChannel({ ...web, locationIds: [], paymentProviders: [] }, before);
  const context: Context = { ...before, channel };
  const { id } = await app
    .get(LocationService, { strict: false })
    .createLocation(context, { code: 'main', name: 'Main', legalEntityId });
  await channels.updateChannel(channel.id, { locationIds: [id] }, context);
  await app.get(TaxService, { strict: false }).createClass({ code: 'standard', name: 'Standard' }, context);
  return app;
}
