import { currencyOf, idOf, UserError } from '#kernel';
import { demandOf, personCapacities, refusedUse, subjectOf, type Use } from './uses.js';

const euro = currencyOf('EUR');
const promotionId = idOf('promotion', '0'.repeat(26));
const secret = new Uint8Array(32).fill(7);
const use = (more: Partial<Use> = {}): Use => ({ promotionId, limited: false, amount: 500n, ...more });

it.each([
  [' Ada@Example.test ', 'ada@example.test'],
  ['ada+spring@example.test', 'ada@example.test'],
  ['ada+a+b@EXAMPLE.TEST', 'ada@example.test'],
])('%s is the person %s', (one, other) => {
  expect(subjectOf(one, secret)).toBe(subjectOf(other, secret));
});

it('tells persons apart, says nothing of them, and is another with another secret', () => {
  const ada = subjectOf('ada@example.test', secret);
  expect(ada).not.toBe(subjectOf('bea@example.test', secret));
  expect(ada).not.toBe(subjectOf('ada@example.test', new Uint8Array(32)));
  expect(ada).toMatch(/^[\w-]{43}$/);
  expect(subjectOf('+@example.test', secret)).not.toBe(subjectOf('+more@example.test', secret));
  expect(subjectOf(null, secret)).toBeNull();
});

it('claims what is counted: uses, uses of the person, and the amount of a budget', () => {
  const uses = [use({ limited: true, perPerson: 3, budgeted: true }), use(), use({ budgeted: true, amount: 0n })];
  expect(demandOf(uses, euro, 'ada')).toEqual([
    { counterId: `promotion:${promotionId}`, quantity: 1000n },
    { counterId: `person:${promotionId}:ada`, quantity: 1000n },
    { counterId: `promotion_budget:${promotionId}:EUR`, quantity: 500n },
  ]);
  expect(personCapacities(uses, 'ada')).toEqual([{ counterId: `person:${promotionId}:ada`, capacity: 3000n }]);
  expect(personCapacities(uses, null)).toEqual([]);
});

it.each([
  ['promotion:promo_1', { promotionId: 'promo_1', limit: 'USES' }],
  ['person:promo_1:x', { promotionId: 'promo_1', limit: 'PERSON' }],
  ['promotion_budget:promo_1:EUR', { promotionId: 'promo_1', limit: 'BUDGET', available: '2.50', currency: 'EUR' }],
])('a shortage of %s is a limit that was reached', (counterId, facts) => {
  const refusal = refusedUse({ counterId, asked: 500n, available: 250n }, euro);
  expect(refusal).toBeInstanceOf(UserError);
  expect(refusal).toMatchObject({ code: 'LIMIT_REACHED', path: ['cartId'], facts });
  expect(refusedUse({ counterId: 'stock:var_1:loc_1', asked: 1n, available: 0n }, euro)).toBeNull();
});
