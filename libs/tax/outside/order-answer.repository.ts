import { fromJson, toJson, type Json } from '#engine';
import type { Effects } from '#events';
import type { Id } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import { keepingForOrder } from './outside-tax.repository.js';
import type { AskedOutside, NoOutsideAnswer } from './outside-tax.service.js';
import type { AnsweredOrder, TaxAnswer, TaxQuestion } from './provider.js';

/**
 * How an order stands with its channel's engine. PROVISIONAL: it has not been told yet. COMMITTED: it was told that the order stands.
 * VOIDED: the order was called off. MISSING: it did not answer, and the tables decided.
 */
export type OrderAnswerState = 'PROVISIONAL' | 'COMMITTED' | 'VOIDED' | 'MISSING';

/** What an order was taxed by, where its channel asks an outside engine. */
export interface OrderTaxes {
  readonly orderId: string;
  readonly provider: string;
  readonly state: OrderAnswerState;
  /** What the engine calls its answer; null: there is none. */
  readonly reference: string | null;
  /** Why there is none. */
  readonly failure: NoOutsideAnswer | null;
  readonly settledAt: Date | null;
}

/** An answer that an order stands by, with what its engine has been told. */
export interface ToldOrder extends AnsweredOrder {
  readonly provider: string;
  readonly state: Exclude<OrderAnswerState, 'MISSING'>;
}

const missing = statement<never>(
  'tax.order-without-answer',
  `insert into order_tax_answer (order_id, provider, question, asked_at, state, failure) values ($1, $2, $3::jsonb, now(), 'MISSING', $4)`,
);
const answered = statement<{
  provider: string;
  question: Json<TaxQuestion>;
  answer: Json<TaxAnswer>;
  state: ToldOrder['state'];
}>(
  'tax.answer-of-order',
  `select provider, question::text, answer::text, state from order_tax_answer where order_id = $1 and state <> 'MISSING'`,
);
const settle = statement<never>(
  'tax.settle-answer-of-order',
  'update order_tax_answer set state = $2, settled_at = now() where order_id = $1 and state = $3',
);
const ofOrders = statement<OrderTaxes>(
  'tax.answers-of-orders',
  `select order_id as "orderId", provider, state, answer->>'reference' reference, failure, settled_at as "settledAt"
   from order_tax_answer where order_id = any($1::text[])`,
);

/** Keeps with an order, for good, what its engine was asked and has answered, or why it has not. */
export function keepingAsked({ provider, question, failure }: AskedOutside, orderId: Id<'order'>): Write {
  if (failure === null) return keepingForOrder(provider, question, orderId);
  return missing.with([orderId, provider, toJson(question), failure], { rows: 1 });
}

/** What the engine answered for the order, and what it was told since; null: it was not asked, or did not answer. */
export async function answerOfOrder(effects: Pick<Effects, 'read'>, orderId: string): Promise<ToldOrder | null> {
  const [row] = await effects.read(answered, [orderId]);
  return row ? { ...row, orderId, question: fromJson(row.question), answer: fromJson(row.answer) } : null;
}

/** Keeps what the engine has been told. */
export function settlingAnswer({ orderId, state }: ToldOrder, next: ToldOrder['state']): Write {
  return settle.with([orderId, next, state], { rows: 1 });
}

/** SQL: takes out of what engines were asked about the orders that a select names where they went, but for the country. */
export function forgettingPlacesOf(orders: string): string {
  return `update order_tax_answer set question = jsonb_set(question, '{to}',
      jsonb_build_object('country', question->'to'->'country', 'region', null, 'postcode', null)) where order_id in (${orders})`;
}

/** What these orders were taxed by: of those whose channel asks nobody there is none. */
export function taxesOfOrders(db: Database, orderIds: readonly string[]): Promise<OrderTaxes[]> {
  return db.read(ofOrders, [orderIds]);
}
