import type { Id } from '#kernel';
import { rulesAt } from './former.js';
import { blankGroup } from './group.js';
import { blankPromotion, type Promotion } from './promotion.js';

const at = (minute: number): Date => new Date(Date.UTC(2027, 2, 28, 12, minute));
const id = 'promo_a' as Id<'promotion'>;
const now: Promotion = { ...blankPromotion(id), sequence: 3, status: 'ARCHIVED', version: 4n };
const changes = [
  { subjectId: id, at: at(30), before: { status: 'ACTIVE', codes: ['A'], version: '3' } },
  { subjectId: id, at: at(20), before: { sequence: 2, validTo: '2027-04-01T00:00:00.000Z', version: '2' } },
  { subjectId: id, at: at(10), before: null },
];
const then = (minute: number) => rulesAt({ promotions: [now], groups: [], changes }, at(minute).getTime()).promotions;

test('each change since is taken back, the latest first', () => {
  expect(then(30)).toEqual(new Map());
  expect(then(25).get(id)).toEqual({ ...now, status: 'ACTIVE', codes: ['A'], version: 3n });
  expect(then(15).get(id)).toEqual({
    ...{ ...now, status: 'ACTIVE', codes: ['A'], sequence: 2, version: 2n },
    validTo: new Date('2027-04-01T00:00:00Z'),
  });
  expect(then(5)).toEqual(new Map([[id, null]]));
});

test('a group that was deleted is there again, one that was made since is not', () => {
  const gone = { ...blankGroup('pgrp_gone' as Id<'promotionGroup'>), name: 'Gone', version: 2n };
  const made = { ...blankGroup('pgrp_made' as Id<'promotionGroup'>), version: 1n };
  const kept = { ...blankGroup('pgrp_kept' as Id<'promotionGroup'>), name: 'After', version: 2n };
  const told = [
    { subjectId: gone.id, at: at(20), before: { ...gone, version: '2' } },
    { subjectId: made.id, at: at(20), before: null },
    { subjectId: kept.id, at: at(20), before: { name: 'Before', version: '1' } },
  ];
  const { groups } = rulesAt({ promotions: [], groups: [made, kept], changes: told }, at(10).getTime());
  expect(groups).toEqual([{ ...kept, name: 'Before', version: 1n }, gone]);
});
