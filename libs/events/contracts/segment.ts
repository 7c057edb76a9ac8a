import { z } from 'zod';
import { contract } from '../event.js';
import { id } from './fields.js';

/** A segment was made or changed, or customers were put into it or taken out. */
export const segmentChanged = contract({
  type: 'segment.changed',
  aggregate: 'segment',
  schemaVersion: 1,
  description: 'A segment of customers was made or changed, or customers were put into it or taken out.',
  payload: z.object({
    segmentId: id,
    /** Names of the fields that changed: `created`, `name`, `members`. */
    changed: z.array(z.string().min(1)),
    /** How many customers came in. */
    added: z.number().int().min(0),
    /** How many were taken out. */
    removed: z.number().int().min(0),
  }),
});
