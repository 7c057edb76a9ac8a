/** What a wake-up says: look at the deliveries of this aggregate. */
export interface Wake {
  readonly aggregateId: string;
}

/** The queue that wakes a consumer. */
export function wakeQueue(consumer: string): string {
  return `wake-${consumer}`;
}

/** The topic that wakes all consumers where there is no Redis. */
export const deliveriesTopic = 'deliveries';
