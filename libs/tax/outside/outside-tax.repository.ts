import { createHash } from 'node:crypto';
import { fromJson, toJson, type Json } from '#engine';
import type { Id } from '#kernel';
import { statement, type Database, type Write } from '#platform/db';
import type { TaxAnswer, TaxQuestion } from './provider.js';

const read = statement<{ answer: Json<TaxAnswer>; asked_at: Date }>(
  'tax.outside-answer',
  `select answer::text, asked_at from tax_answer where provider = $1 and question_hash = $2 and asked_at > now() - interval '1 day'`,
);
// what is old enough to be asked again goes with what is new, so that nobody has to tidy up
const keep = statement<never>(
  'tax.keep-outside-answer',
  `with old as (delete from tax_answer where (provider, question_hash) in (select provider, question_hash from tax_answer
      where asked_at < now() - interval '1 day' and (provider, question_hash) <> ($1, $2) order by asked_at limit 100 for update skip locked))
    insert into tax_answer (provider, question_hash, question, answer, asked_at) values ($1, $2, $3::jsonb, $4::jsonb, now())
    on conflict (provider, question_hash) do update set answer = excluded.answer, asked_at = excluded.asked_at`,
);
const readClasses = statement<{ id: Id<'taxClass'>; code: string }>('tax.class-codes', 'select id, code from tax_class');
const keepForOrder = statement<never>(
  'tax.keep-answer-for-order',
  `insert into order_tax_answer (order_id, provider, question, answer, asked_at)
    select $3, provider, $4::jsonb, answer, asked_at from tax_answer where provider = $1 and question_hash = $2`,
);

/** What tax classes are called, by id. */
export async function classCodes(db: Database): Promise<ReadonlyMap<Id<'taxClass'>, string>> {
  return new Map((await db.read(readClasses)).map(({ id, code }) => [id, code]));
}

/** An answer that was kept, for at most a day. */
export async function keptAnswer(db: Database, provider: string, question: TaxQuestion): Promise<TaxAnswer | null> {
  const [row] = await db.read(read, [provider, hashOf(question)]);
  return row ? fromJson(row.answer) : null;
}

/** Keeps an answer for whoever asks the same again. */
export function keepingAnswer(provider: string, question: TaxQuestion, answer: TaxAnswer): Write {
  return keep.with([provider, hashOf(question), toJson(question), toJson(answer)]);
}

/** Keeps with an order, for good, what it was taxed by, at its own instant; the answer has to be kept already. */
export function keepingForOrder(provider: string, question: TaxQuestion, orderId: string): Write {
  return keepForOrder.with([provider, hashOf(question), orderId, toJson(question)], { rows: 1 });
}

/** What was asked, without the instant: the same basket to the same place within a day is the same question. */
function hashOf(question: TaxQuestion): string {
  const { currency, from, to, charges } = question;
  const asked = [currency, from, to.country, to.region, to.postcode, ...charges.map(chargeText)];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

function chargeText({ id, taxClass, quantity, amount, entry, relief }: TaxQuestion['charges'][number]): string[] {
  return [id, taxClass, quantity.toString(), amount.toString(), entry, ...(relief ? [relief.kind, relief.proof] : [])];
}
