import { setTimeout as pause } from 'node:timers/promises';
import { divide, hundredPercent, type Percent } from '#kernel';
import type { AskedCharge, TaxProvider } from '../provider.js';

const tenPercent: Percent = 10_000_000n;
/** What the postcode says of being told. */
async function binding(postcode: string | null, signal: AbortSignal): Promise<void> {
  if (postcode === 'deaf') await pause(slowMs, undefined, { signal, ref: false });
}

/** Longer than anybody waits. */
const slowMs = 60_000;

/**
 * An outside engine to try things with; the postcode says what it does: `slow` answers after a minute, `fail` does not, `nonsense`
 * leaves a charge out, `deaf` hears of no order. Everything else bears 10 %.
 */
export const sandbox: TaxProvider = {
  code: 'sandbox',
  name: 'Sandbox',
  assess: async ({ to: { postcode }, charges }, signal) => {
    if (postcode === 'slow') await pause(slowMs, undefined, { signal, ref: false });
    if (postcode === 'fail') throw new Error('the sandbox was told to fail');
    const answered = charges.slice(postcode === 'nonsense' ? 1 : 0).map((charge) => ({
      id: charge.id,
      taxes: [{ name: 'Sandbox tax', percent: tenPercent, amount: taxOn(charge) }],
    }));
    return { reference: 'sandbox', charges: answered };
  },
  commit: async ({ question }, signal) => binding(question.to.postcode, signal),
  void: async ({ question }, signal) => binding(question.to.postcode, signal),
};

function taxOn({ amount, entry }: AskedCharge): bigint {
  return divide(amount * tenPercent, entry === 'NET' ? hundredPercent : hundredPercent + tenPercent);
}
