import { z } from 'zod';

/** An amount of money or a unit price as a decimal text with a point: `12.90`. */
export const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
/** A quantity as a decimal text: `2`, `0.25`. */
export const quantity = z.string().regex(/^-?\d+(\.\d+)?$/);
/** A counted whole number that may outgrow a JSON number. */
export const count = z.string().regex(/^\d+$/);
/** ISO 4217. */
export const currency = z.string().regex(/^[A-Z]{3}$/);
/** An opaque id such as `ord_01J8…`. */
export const id = z.string().min(1);
