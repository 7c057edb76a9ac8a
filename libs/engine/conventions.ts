import type { RoundingMode } from '#kernel';

/** How amounts come about where law and trade leave a choice; stored with the order that was priced by them. */
export interface Conventions {
  /** What happens to half a minor unit, everywhere. */
  readonly rounding: RoundingMode;
  /** What a tax is rounded on: each line. */
  readonly taxRounding: 'LINE';
}

/** What each convention may be. */
export const conventionChoices: { readonly [Key in keyof Conventions]: readonly Conventions[Key][] } = {
  rounding: ['HALF_UP', 'HALF_DOWN', 'HALF_EVEN'],
  taxRounding: ['LINE'],
};

/** What holds where a channel declares nothing else. */
export const defaultConventions: Conventions = { rounding: 'HALF_UP', taxRounding: 'LINE' };
