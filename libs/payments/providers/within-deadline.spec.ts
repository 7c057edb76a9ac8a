import { currencyOf, type Id } from '#kernel';
import { sandbox } from './sandbox.provider.js';
import { withinDeadline } from './within-deadline.provider.js';

const request = {
  paymentId: 'pay_1' as Id<'payment'>,
  amount: 100n,
  currency: currencyOf('EUR'),
  instrument: null,
  providerReference: null,
};

test('a provider that answers is not disturbed', async () => {
  expect(await withinDeadline(sandbox).query(request)).toEqual(await sandbox.query(request));
});

test.each(['authorize', 'query', 'capture', 'giveBack'] as const)('%s is given up when its time is over', async (verb) => {
  const silent = withinDeadline({ ...sandbox, [verb]: () => new Promise<never>(() => undefined) }, 20);
  await expect(silent[verb](request)).rejects.toThrow('the payment provider sandbox has not answered in 20 ms');
});
