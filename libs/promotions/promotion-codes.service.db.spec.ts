import { createHash, randomUUID } from 'node:crypto';
import { Broadcast } from '#platform/broadcast';
import { aContext, refusal } from '../../test/support/context.js';
import { usingDatabase } from '../../test/support/database.js';
import { freeingCodes, usingCodes } from './codes.repository.js';
import { PromotionCodesService } from './promotion-codes.service.js';
import type { Promotion } from './promotion.js';
import { readPromotions } from './promotions.repository.js';
import { PromotionsService } from './promotions.service.js';

const postgres = usingDatabase();
let promotions: PromotionsService;
let codes: PromotionCodesService;
let broadcast: Broadcast;
let promotion: Promotion;
const context = aContext();
const sql = async (text: string): Promise<unknown[]> => (await postgres.database.pool.query<object>(text)).rows;

beforeAll(() => {
  broadcast = new Broadcast(postgres.database, null);
  promotions = new PromotionsService(postgres.database, broadcast);
  codes = new PromotionCodesService(postgres.database, broadcast);
});

afterAll(async () => {
  await broadcast.close();
});

beforeEach(async () => {
  await sql('truncate promotion, promotion_code, promotion_change, revision, outbox cascade');
  const action = { type: 'percent_off_order', percent: '10' };
  promotion = await promotions.create({ name: { en: 'Ten off' }, action, status: 'ACTIVE' }, context);
});

const generate = (count: number, prefix?: string, key: string = randomUUID()) =>
  codes.generate({ promotionId: promotion.id, count, prefix }, context, key);
const used = () => sql('select used_by from promotion_code where used_by is not null');

it('gives codes away once, and keeps their hashes alone', async () => {
  const made = await generate(1000, 'spring-', 'once');
  const lines = (made.codes ?? '').split('\n');
  expect(new Set(lines).size).toBe(1000);
  // 32 symbols without those that look alike: 13 of them are 65 random bits
  for (const line of lines) expect(line).toMatch(/^SPRING-[2-9A-HJ-NP-Z]{13}$/);
  const rows = await sql(`select encode(hash, 'hex') hash, code, used_by from promotion_code`);
  expect(rows).toHaveLength(1000);
  const hashes = new Set(rows.map((row) => (row as { hash: string }).hash));
  for (const line of lines) expect(hashes.has(createHash('sha256').update(line).digest('hex'))).toBe(true);
  expect(await sql('select count(*)::int n from promotion_code where code is not null')).toEqual([{ n: 0 }]);
  expect(await generate(1000, 'spring-', 'once')).toMatchObject({ codes: null, count: 1000 });
  expect(await codes.counts(context).load(promotion.id)).toEqual({ generated: 1000, used: 0 });
  expect(await readPromotions(postgres.database)).toMatchObject([{ code: null, singleUse: true, version: 2n }]);
  expect((await promotions.changes({ subjectId: promotion.id })).nodes).toMatchObject([
    { kind: 'CODES_GENERATED', after: { generated: 1000, prefix: 'SPRING-', singleUse: true } },
    { kind: 'CREATED' },
  ]);
});

it('uses every symbol about as often as any other, at every place', async () => {
  const lines = ((await generate(20_000)).codes ?? '').split('\n');
  for (let place = 0; place < 13; place++) {
    const counts = new Map<string, number>();
    for (const line of lines) counts.set(line[place] ?? '', (counts.get(line[place] ?? '') ?? 0) + 1);
    expect(counts.size).toBe(32);
    // 625 expected, with a deviation of 25
    for (const count of counts.values()) expect(Math.abs(count - 625)).toBeLessThan(175);
  }
});

it('refuses what cannot be made', async () => {
  expect(await refusal(generate(0))).toEqual({ code: 'INVALID', path: ['count'] });
  expect(await refusal(generate(1_000_001))).toEqual({ code: 'INVALID', path: ['count'] });
  expect(await refusal(generate(1, 'a b'))).toEqual({ code: 'INVALID', path: ['prefix'] });
  await promotions.archive(promotion.id, context);
  expect(await refusal(generate(1))).toEqual({ code: 'WRONG_STATE', path: ['id'] });
  expect(await sql('select count(*)::int n from promotion_code')).toEqual([{ n: 0 }]);
});

it('gives a code to one order, of two hundred that want it', async () => {
  const [code = ''] = ((await generate(1)).codes ?? '').split('\n');
  const answers = await Promise.allSettled(
    Array.from({ length: 200 }, (_, n) => postgres.database.commit([usingCodes(`ord_${n}`, [code.toLowerCase()])])),
  );
  // alone it can only say that it took none: what counts is the row
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const [row] = await used();
  const { used_by: owner } = row as { used_by: string };
  await postgres.database.commit([freeingCodes('ord_other')]);
  expect(await used()).toEqual([row]);
  await postgres.database.commit([freeingCodes(owner)]);
  expect(await used()).toEqual([]);
  await postgres.database.commit([usingCodes('ord_next', [code])]);
  expect(await used()).toEqual([{ used_by: 'ord_next' }]);
});
