import { z } from 'zod';
import type { Shortage } from './demand.js';

const refused = z.object({ code: z.literal('CW001'), detail: z.string() });
const facts = z.object({ counter: z.string(), asked: z.string(), available: z.string() });

/** The shortage that a refused claim tells of; null for every other error. */
export function shortageOf(error: unknown): Shortage | null {
  const known = refused.safeParse(error);
  if (!known.success) return null;
  const { counter, asked, available } = facts.parse(JSON.parse(known.data.detail));
  return { counterId: counter, asked: BigInt(asked), available: BigInt(available) };
}

/** Whether posting was refused because the holds had expired: void what is left of them and claim anew. */
export function isExpired(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'CW002';
}
