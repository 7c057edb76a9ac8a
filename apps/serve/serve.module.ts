import { Module } from '@nestjs/common';
import { ApiModule } from '../api/api.module.js';
import { WorkerModule } from '../worker/worker.module.js';

/** API and worker in one process. */
@Module({ imports: [ApiModule, WorkerModule] })
export class ServeModule {}
