import { type Context, currencyOf, stranger, UserError } from '#kernel';
import { newId } from '#platform/ids';

/** A request of the system's own, in a web shop in euro. */
export function aContext(over: Partial<Context> = {}): Context {
  const currency = currencyOf('EUR');
  return {
    actor: { kind: 'system', name: 'test' },
    buyer: stranger,
    channel: {
      id: newId('channel'),
      code: 'web',
      currencies: [currency],
      locales: ['en'],
      country: 'DE',
      locationIds: [],
      paymentProviders: [],
      safetyStock: 0n,
      taxEntry: 'GROSS',
      taxProvider: 'table',
      taxFailure: 'REFUSE',
    },
    currency,
    locales: ['en'],
    requestId: 'req_1',
    ...over,
  };
}

/** The code and path of the expected no that the work ends with. */
export async function refusal(work: Promise<unknown>): Promise<object> {
  const error: unknown = await work.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw error;
  return { code: error.code, path: error.path };
}
