import { Module } from '@nestjs/common';
import { EventsModule } from '#events';
import { InsightRepository } from './insight.repository.js';
import { InsightResolver } from './insight.resolver.js';
import { InsightSubscribers } from './insight.subscribers.js';

/** What looks at everything: for now, the sales of every day. */
@Module({ imports: [EventsModule], providers: [InsightRepository, InsightResolver, InsightSubscribers] })
export class InsightModule {}
