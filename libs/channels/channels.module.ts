import { Module } from '@nestjs/common';
import { ChannelsRepository } from './channels.repository.js';
import { ChannelsResolver } from './channels.resolver.js';
import { ChannelsService } from './channels.service.js';

/** Channels and the legal entities behind them. */
@Module({ providers: [ChannelsService, ChannelsRepository, ChannelsResolver], exports: [ChannelsService] })
export class ChannelsModule {}
