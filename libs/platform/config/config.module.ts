import { Global, Module } from '@nestjs/common';
import { Config } from './config.js';

/** Gives `Config` to everybody, read from the environment when the application is made. */
@Global()
@Module({ providers: [{ provide: Config, useFactory: () => new Config(process.env) }], exports: [Config] })
export class ConfigModule {}
