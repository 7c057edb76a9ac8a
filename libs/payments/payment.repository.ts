import { Injectable } from '@nestjs/common';
import { currencyOf, type Id } from '#kernel';
import { Database, statement, type Write } from '#platform/db';
import type { Payment, PaymentState } from './payment.js';

interface PaymentRow {
  id: string;
  order_id: string;
  provider: string;
  amount: string;
  currency: string;
  state: PaymentState;
  instrument: string | null;
  provider_reference: string | null;
  failure_code: string | null;
  version: number;
}

const columns = 'id, order_id, provider, amount, currency, state, instrument, provider_reference, failure_code, version';
const selected = columns.replace('version', 'version::int');

const insertPayment = statement<never>(
  'payment.insert',
  `insert into payment (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

const updatePayment = statement<never>(
  'payment.update',
  `update payment set state = $3, provider_reference = $4, failure_code = $5, version = $6, updated_at = now()
    where id = $1 and version = $2 and state = $7`,
);

const paymentById = statement<PaymentRow>('payment.by-id', `select ${selected} from payment where id = $1`);

const paymentsOf = statement<PaymentRow>(
  'payment.of-orders',
  `select ${selected} from payment where order_id = any($1::text[]) order by id`,
);

const takeUnfinished = statement<PaymentRow>(
  'payment.take-unfinished',
  `update payment set updated_at = now() where id in (
      select id from payment where state in ('PENDING', 'UNKNOWN', 'VOIDING', 'REFUNDING') and updated_at <= now() - $1 * interval '1 millisecond'
      order by updated_at limit $2 for update skip locked)
    returning ${selected}`,
);

const livingPayments = statement<never>(
  'payment.living',
  `select 1 from payment where order_id = $1 and state in ('PENDING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED')`,
);

const insertTenders = statement<never>(
  'payment.insert-tenders',
  `insert into payment (${columns}, part)
   select p.id, p.order_id, p.provider, p.amount, p.currency, p.state, null, p.provider_reference, null, p.version, p.part
   from unnest($1::text[], $2::text[], $3::text[], $4::numeric[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::smallint[])
     p (id, order_id, provider, amount, currency, state, provider_reference, version, part)`,
);

/** The constraint that refuses an order a second living payment. */
export const livingPaymentConstraint = 'payment_living';

/** The only file that reads and writes payments. */
@Injectable()
export class PaymentRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<Payment | null> {
    const [row] = await this.database.read(paymentById, [id]);
    return row ? paymentOf(row) : null;
  }

  /** The payments of the orders, oldest first. */
  async of(orderIds: readonly string[]): Promise<Payment[]> {
    return (await this.database.read(paymentsOf, [orderIds])).map(paymentOf);
  }

  /**
   * Payments that a provider has yet to decide on or give back, and nobody has touched for that long. Whoever takes them
   * is alone with them for as long again.
   */
  async takeUnfinished(olderThanMs: number, limit: number): Promise<Payment[]> {
    return (await this.database.read(takeUnfinished, [olderThanMs, limit])).map(paymentOf);
  }

  /** Writes nothing, but fails as a conflict when the order has more or fewer living payments than that. */
  expectingLiving(orderId: Id<'order'>, count: number): Write {
    return livingPayments.with([orderId], { rows: count });
  }

  inserting(payment: Payment): Write {
    return insertPayment.with(
      [
        payment.id,
        payment.orderId,
        payment.provider,
        payment.amount,
        payment.currency,
        payment.state,
        payment.instrument,
        payment.providerReference,
        payment.failureCode,
        payment.version,
      ],
      { rows: 1 },
    );
  }

  /** Writes the tenders that sales were paid with, the first part of a sale being 1: one statement, however many. */
  insertingTenders(tenders: readonly (Payment & { readonly part: number })[]): Write {
    const column = <T>(value: (one: Payment & { readonly part: number }) => T): T[] => tenders.map(value);
    return insertTenders.with(
      [
        column(({ id }) => id),
        column(({ orderId }) => orderId),
        column(({ provider }) => provider),
        column(({ amount }) => amount.toString()),
        column(({ currency }) => currency),
        column(({ state }) => state),
        column(({ providerReference }) => providerReference),
        column(({ version }) => version),
        column(({ part }) => part),
      ],
      { rows: tenders.length },
    );
  }

  /** Writes what a payment has become, unless somebody has changed it since it was `before`. */
  updating(before: Payment, after: Payment): Write {
    return updatePayment.with(
      [after.id, before.version, after.state, after.providerReference, after.failureCode, after.version, before.state],
      { rows: 1 },
    );
  }
}

function paymentOf(row: PaymentRow): Payment {
  return {
    id: row.id as Id<'payment'>,
    orderId: row.order_id as Id<'order'>,
    provider: row.provider,
    amount: BigInt(row.amount),
    currency: currencyOf(row.currency),
    state: row.state,
    instrument: row.instrument,
    providerReference: row.provider_reference,
    failureCode: row.failure_code,
    version: row.version,
  };
}
