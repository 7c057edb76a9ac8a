// node bench/seed.mjs PRODUCTS: migrates the empty database of the shop and opens the shop, through the same services as staff.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { migrate } from '#platform/db';
import { ApiModule } from '../dist/apps/api/api.module.js';
import { openShop } from '../dist/apps/seed/open-shop.js';
import { peerModule } from './peers.mjs';
import { planOf } from './plan.mjs';
import { subjectOf } from './subject.mjs';

const { databaseUrl, keyFile, products } = subjectOf(Number(process.argv[2]));
Object.assign(process.env, { DATABASE_URL: databaseUrl, REDIS_URL: '' });
await migrate(databaseUrl);
const app = await NestFactory.createApplicationContext(ApiModule, { logger: ['error'] });
const { staffKey } = await openShop(app, planOf(await peerModule('catalogue.mjs'), products));
writeFileSync(keyFile, staffKey);
await app.close();
