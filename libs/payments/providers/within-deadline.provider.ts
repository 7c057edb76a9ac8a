import type { PaymentProvider } from '../provider.js';

/** How long a provider may take to answer: no request and no sweep waits longer for it. */
const patienceMs = 20_000;

/** The provider with a deadline on everything that it is asked outside; what comes later is asked for again. */
export function withinDeadline(provider: PaymentProvider, deadlineMs = patienceMs): PaymentProvider {
  const inTime = <T>(answer: Promise<T>): Promise<T> => beforeDeadline(answer, provider.code, deadlineMs);
  return {
    ...provider,
    authorize: (request) => inTime(provider.authorize(request)),
    query: (request) => inTime(provider.query(request)),
    capture: (request) => inTime(provider.capture(request)),
    giveBack: (request) => inTime(provider.giveBack(request)),
  };
}

async function beforeDeadline<T>(answer: Promise<T>, code: string, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the payment provider ${code} has not answered in ${String(deadlineMs)} ms`));
    }, deadlineMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
