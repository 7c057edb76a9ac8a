import { z } from 'zod';
import { formatMoney, formatShort, parseDecimal, parseMoney, percentScale, quantityScale, type CurrencyCode } from '#kernel';
import { EngineRefused, type TaxAnswer, type TaxProvider, type TaxQuestion } from '../provider.js';

/** Where an engine is asked, and what it knows us by. */
export interface TaxEngineAddress {
  /** `/assess`, `/commit` and `/void` are asked below it. */
  readonly url: string;
  /** Sent as a bearer token; null: none is asked for. */
  readonly token: string | null;
}

/** An answer as it comes: amounts and percentages are decimal texts. */
const answered = z.object({
  reference: z.string().min(1).max(200),
  charges: z
    .array(
      z.object({
        id: z.string().max(200),
        taxes: z
          .array(z.object({ name: z.string().min(1).max(200), percent: z.string().max(40), amount: z.string().max(40) }))
          .max(20),
      }),
    )
    .max(1100),
});

/** What an engine answers to what it cannot take: an address that is none, say. Every other status is its own trouble, or ours. */
const refusals: ReadonlySet<number> = new Set([400, 422]);

/** An engine that speaks JSON over HTTP (docs/taxes.md). */
export function httpEngine({ url, token }: TaxEngineAddress): TaxProvider {
  const post = async (path: string, body: object, signal: AbortSignal, key?: string): Promise<unknown> => {
    const response = await fetch(`${url.replace(/\/$/, '')}/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
      // an address that was configured is the one that is told, and no other
      redirect: 'error',
      signal,
    });
    if (!response.ok) {
      const status = `the tax engine answered ${path} with ${String(response.status)}`;
      throw refusals.has(response.status) ? new EngineRefused(status) : new Error(status);
    }
    return path === 'assess' ? response.json() : response.body?.cancel();
  };
  return {
    code: 'http',
    name: 'JSON over HTTP',
    assess: async (question, signal) => answerOf(await post('assess', questionJson(question), signal), question.currency),
    commit: async ({ orderId, question, answer }, signal) => {
      const body = { orderId, reference: answer.reference, question: questionJson(question) };
      await post('commit', { ...body, charges: answerJson(answer, question.currency) }, signal, `commit-${orderId}`);
    },
    void: async ({ orderId, answer }, signal) => {
      await post('void', { orderId, reference: answer.reference }, signal, `void-${orderId}`);
    },
  };
}

function questionJson({ currency, at, from, to, charges }: TaxQuestion): object {
  return {
    currency,
    at: new Date(at).toISOString(),
    from: { country: from },
    to,
    charges: charges.map(({ quantity, amount, ...charge }) => ({
      ...charge,
      quantity: formatShort(quantity, quantityScale),
      amount: formatMoney({ minor: amount, currency }),
    })),
  };
}

function answerJson({ charges }: TaxAnswer, currency: CurrencyCode): object {
  return charges.map(({ id, taxes }) => ({
    id,
    taxes: taxes.map(({ name, percent, amount }) => ({
      name,
      percent: formatShort(percent, percentScale),
      amount: formatMoney({ minor: amount, currency }),
    })),
  }));
}

function answerOf(json: unknown, currency: CurrencyCode): TaxAnswer {
  const { reference, charges } = answered.parse(json);
  return {
    reference,
    charges: charges.map(({ id, taxes }) => ({
      id,
      taxes: taxes.map(({ name, percent, amount }) => ({
        name,
        percent: parseDecimal(percent, percentScale),
        amount: parseMoney(amount, currency).minor,
      })),
    })),
  };
}
