import { read } from '../architecture/source.js';
import type { Json } from '../support/api.js';
import { usingShop } from '../support/shop.js';
import { filled, pastesOf } from './requests.js';

const shop = usingShop();

test('docs/promotions.md shows requests that work as they stand, one after the other', async () => {
  const answers: Record<string, Json> = {
    'staff key': String(shop().staff['authorization']).replace('Bearer ', ''),
  };
  const pastes = pastesOf(read('docs/promotions.md')).filter(({ kind }) => kind === 'graphql');
  expect(pastes).toHaveLength(2);
  for (const paste of pastes) {
    if (paste.kind !== 'graphql') continue;
    const headers = Object.entries(paste.headers).map(([name, value]) => [name, filled(value, answers)] as const);
    const variables = JSON.parse(filled(paste.variables, answers)) as Readonly<Record<string, unknown>>;
    const { data, errors } = await shop().gql(paste.query, variables, Object.fromEntries(headers));
    expect([paste.query, errors]).toEqual([paste.query, undefined]);
    Object.assign(answers, data);
  }
  const { createPromotion: made, generatePromotionCodes: generated } = answers;
  expect(made.userErrors).toEqual([]);
  expect(made.promotion).toMatchObject({
    status: 'DRAFT',
    codes: ['SPRING', 'LENTE'],
    window: { from: '2999-03-28T00:00', to: '2999-03-29T00:00', timeZone: 'Europe/Amsterdam' },
  });
  expect(generated.userErrors).toEqual([]);
  expect(generated.codes.split('\n')).toHaveLength(3);
  expect(generated.promotion.singleUseCodes).toEqual({ generated: 3, used: 0 });
});
