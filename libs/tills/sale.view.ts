import { exceptionView, type Exception } from '#exceptions';
import type { RecordSalesPayload, TillSale, UserError as UserErrorView } from '#platform/graphql';
import { factsView, type UserError } from '#kernel';
import type { RecordedPush } from './record-sales.service.js';
import type { SaleRow } from './sale.repository.js';
import { receiptNumber } from './sale.js';
import type { Given } from './sort-out.js';

/** A sale as resolvers return it: what is odd about it is read only when it is asked for. */
export type SaleResultView = Omit<TillSale, 'exceptions'>;

/** The answer to a push as resolvers return it. */
export type PushView = Omit<RecordSalesPayload, 'results'> & {
  readonly results: readonly (Omit<NonNullable<RecordSalesPayload['results']>[number], 'sale'> & {
    readonly sale: SaleResultView | null;
  })[];
};

/** The sale in the words of the schema. */
export function saleView({ clientId, number, soldAt, deviceTime, recordedAt, ...row }: SaleRow): SaleResultView {
  return {
    ...row,
    saleId: clientId,
    receiptNumber: receiptNumber(number, row.sequence),
    soldAt: soldAt.toISOString(),
    deviceTime: deviceTime.toISOString(),
    recordedAt: recordedAt.toISOString(),
  };
}

/** What became of a push, in the words of the schema. */
export function pushView({ fates, errors, next, now, sales }: RecordedPush, given: readonly Given[]): PushView {
  return {
    results: given.map(({ index, saleId, sequence }) => {
      const outcome = fates[index]?.outcome;
      const recorded = outcome === 'FRESH' || outcome === 'REPEATED' ? sales.get(saleId) : undefined;
      const shown = outcome === 'WAITS' ? ('WAITS' as const) : recorded ? ('RECORDED' as const) : ('REFUSED' as const);
      return { saleId, sequence, outcome: shown, sale: recorded ? saleView(recorded) : null };
    }),
    nextSequence: next,
    serverTime: now.toISOString(),
    userErrors: errors.map(errorView),
  };
}

/** What is odd about a sale, in the words of the schema. */
export function oddities(exceptions: readonly Exception[], saleId: string): TillSale['exceptions'] {
  return exceptions.filter((each) => each.saleId === saleId).map(exceptionView);
}

function errorView({ code, message, path, facts }: UserError): UserErrorView {
  return { code, message, path: ['input', ...path.map(String)], facts: factsView(facts) };
}
