import { UserError } from '#kernel';
import type { Tender } from '#payments';
import type { TenderInput } from '#platform/graphql';

/** The longest token that a provider issues to pay with. */
const longestInstrument = 500;

/** What the buyer pays with. @throws UserError INVALID */
export function tenderOf({ provider, instrument = null }: TenderInput): Tender {
  if (instrument !== null && instrument.length > longestInstrument)
    throw new UserError(
      'INVALID',
      `instrument may have at most ${String(longestInstrument)} characters`,
      ['payment', 'instrument'],
      {
        max: longestInstrument,
      },
    );
  return { provider, instrument };
}
