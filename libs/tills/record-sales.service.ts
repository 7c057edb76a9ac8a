import { setImmediate as othersTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { presentedPromises, usedBySales } from '#cart';
import { itemsOf } from '#cart/rules';
import { raising } from '#exceptions';
import { selling } from '#inventory';
import { currencyOf, oneUnit, type Context } from '#kernel';
import { posting } from '#ledger';
import { recording } from '#events';
import { insertingSales } from '#orders';
import { PaymentRepository } from '#payments';
import { Conflict, Database, type Write } from '#platform/db';
import { newId } from '#platform/ids';
import { certificatesOf } from '#tax';
import { FormerRulesService, TermsService } from '#terms';
import { bookedSale, type BookedSale } from './booked-sale.js';
import { takingCodes, tellingOfGuesses } from './codes.repository.js';
import { itemsAt, judgedAt, promotionsAt } from './former.js';
import { itemsByLine, wantedBy } from './named-lines.js';
import { SaleRepository, type SaleRow } from './sale.repository.js';
import { sortOut, type Fate, type Given, type SortedOut } from './sort-out.js';
import { storeTillOf, type StoreTill } from './store-till.js';
import { TillRepository } from './till.repository.js';
import { otherKeySpeaks } from './tills.errors.js';
import { usedPromotions } from './used-promotions.js';

/** What became of a push: sale by sale, and the sales that are recorded by what the till calls them. */
export interface RecordedPush extends SortedOut {
  readonly sales: ReadonlyMap<string, SaleRow>;
  readonly now: Date;
}

/** Records what tills sold while they could not reach the server: facts, each once, none refused for what it says. */
@Injectable()
export class RecordSalesService {
  constructor(
    private readonly database: Database,
    private readonly tills: TillRepository,
    private readonly sales: SaleRepository,
    private readonly payments: PaymentRepository,
    private readonly terms: TermsService,
    private readonly former: FormerRulesService,
  ) {}

  /**
   * Records the sales of a push that are new and follow without a gap, all in one transaction, however many there are. What was
   * recorded before is answered as it is. @throws UserError FORBIDDEN when no till asks, or another key goes on as it
   */
  async record(context: Context, given: readonly Given[], deviceTime: Date): Promise<RecordedPush> {
    const till = storeTillOf(context);
    const { sorted, now, deviceId } = await this.database.deciding(`till ${till.deviceId}`, () =>
      this.decide(context, till, given, deviceTime),
    );
    const recorded = given.filter(({ index }) => isRecorded(sorted.fates[index]));
    const rows = await this.sales.ofDevice(
      deviceId,
      recorded.map(({ saleId }) => saleId),
    );
    return { ...sorted, now, sales: new Map(rows.map((row) => [row.clientId, row])) };
  }

  private async decide(
    context: Context,
    asking: StoreTill,
    given: readonly Given[],
    deviceTime: Date,
  ): Promise<{ readonly sorted: SortedOut; readonly now: Date; readonly deviceId: string }> {
    const clientIds = given.map(({ saleId }) => saleId);
    const sequences = given.map(({ sequence }) => sequence).filter((sequence) => sequence > 0);
    const { now, number, deviceId, replaced, last, known } = await this.sales.push(asking.deviceId, clientIds, sequences);
    if (number === null || deviceId === null) {
      if (replaced) throw otherKeySpeaks();
      // it sells before it has said that it is there: it gets its number now
      await this.database.commit([this.tills.opening(asking.deviceId, asking.locationId)]);
      throw new Conflict('tills.push');
    }
    const till = { ...asking, deviceId };
    const sorted = sortOut(given, known ?? [], last);
    const fresh = sorted.fates.filter(isFresh).toSorted((a, b) => a.sale.sequence - b.sale.sequence);
    if (fresh.length) {
      const booked = await this.booked(context, till, fresh, { now, number, deviceTime });
      await this.database.commit(this.writes(context, till, booked, { now, last }));
    }
    return { sorted, now, deviceId };
  }

  private async booked(
    context: Context,
    till: StoreTill,
    fresh: readonly FreshSale[],
    at: { readonly now: Date; readonly number: string; readonly deviceTime: Date },
  ): Promise<BookedSale[]> {
    const wanted = wantedBy(fresh.map(({ sale }) => sale));
    const since = new Date(fresh.reduce((first, { sale }) => Math.min(first, judgedAt(sale, at.now)), at.now.getTime()));
    const row = await this.sales.ground(wanted, this.terms.listIds(context), till.locationId, since, context);
    const former = row.rulesChanged ? await this.former.since(since) : null;
    const items = itemsOf(row);
    const promotions = (row.promotions ?? []).map(({ validFrom, validTo, ...same }) => ({
      ...same,
      validFrom: validFrom === null ? null : new Date(validFrom),
      validTo: validTo === null ? null : new Date(validTo),
    }));
    const limits = new Map(Object.entries(row.limits ?? {}).map(([code, amount]) => [currencyOf(code), BigInt(amount)]));
    const certificates = certificatesOf(row.certificates);
    const promises = await presentedPromises(
      this.database,
      fresh.flatMap(({ sale }) => sale.promise ?? []),
    );
    const numbers = [...(row.numbers ?? [])];
    const booked: BookedSale[] = [];
    for (const { sale, hash } of fresh) {
      const then = Math.max(judgedAt(sale, at.now), row.opened?.getTime() ?? 0);
      const rules = former?.(context, then) ?? { terms: this.terms.of(context), promotions: new Map() };
      const ground = {
        ...at,
        till,
        context,
        terms: rules.terms,
        items: itemsByLine(sale, itemsAt(items, row.formerPrices, then), row.named ?? []),
        used: usedPromotions(sale, promotionsAt(promotions, rules.promotions)),
        promise: promises.get(sale.promise ?? '') ?? null,
        taxReliefs: certificates.get(sale.certificate ?? '') ?? [],
        floorLimit: limits.get(sale.currency) ?? null,
        orderNumber: sale.totals === null ? null : (numbers.shift() ?? null),
        // how wrong the clock is now is said once a push
        isFirst: booked.length === 0,
        newId,
      };
      booked.push(bookedSale(sale, hash, ground));
      // a hundred long receipts take a while to compute: others have their turn in between
      await othersTurn();
    }
    return booked;
  }

  private writes(
    context: Context,
    { deviceId, locationId }: StoreTill,
    booked: readonly BookedSale[],
    { now, last }: { readonly now: Date; readonly last: number },
  ): Write[] {
    const orders = booked.flatMap(({ order }) => (order ? [order] : []));
    const tenders = booked.flatMap((one) => one.tenders);
    const entries = booked.flatMap((one) => one.entries);
    const exceptions = booked.flatMap((one) => one.exceptions);
    const goods = booked.flatMap((one) => one.goods);
    const uses = orders.flatMap(({ id: orderId, discounts }) =>
      discounts.filter(({ limited }) => limited).map(({ promotionId }) => ({ orderId, promotionId, quantity: oneUnit })),
    );
    const codes = booked.flatMap(({ order, codes: once }) => (order ? once.map((code) => ({ orderId: order.id, code })) : []));
    const promised = booked.flatMap(({ order, promiseId }) => (order && promiseId ? [{ orderId: order.id, promiseId }] : []));
    const guesses = exceptions.some(({ kind }) => kind === 'CODE_UNKNOWN');
    const of = { deviceId, locationId, channelId: context.channel.id, now, last };
    return [
      // first: a second push of the same till waits here, and finds that it was overtaken
      this.sales.inserting(
        booked.map(({ row }) => row),
        of,
      ),
      ...(orders.length ? [insertingSales(orders)] : []),
      ...(promised.length ? [usedBySales(promised)] : []),
      ...(tenders.length ? [this.payments.insertingTenders(tenders)] : []),
      recording(
        booked.flatMap(({ events }) => events),
        context,
      ),
      ...(entries.length ? [posting(entries)] : []),
      ...(exceptions.length ? [raising(exceptions)] : []),
      ...(guesses ? [tellingOfGuesses(deviceId)] : []),
      // what others want too comes last, in the order in which claims lock it: codes, promotions, then stock
      ...(codes.length ? [takingCodes(codes)] : []),
      ...(uses.length ? [this.sales.takingUses(uses)] : []),
      ...(goods.length ? [selling(goods, locationId, context)] : []),
    ];
  }
}

type FreshSale = Extract<Fate, { outcome: 'FRESH' }>;

function isFresh(fate: Fate): fate is FreshSale {
  return fate.outcome === 'FRESH';
}

function isRecorded(fate: Fate | undefined): boolean {
  return fate?.outcome === 'FRESH' || fate?.outcome === 'REPEATED';
}
