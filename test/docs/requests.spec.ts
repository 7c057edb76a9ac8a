import { read } from '../architecture/source.js';
import type { Json } from '../support/api.js';
import { usingShop } from '../support/shop.js';
import { filled, requestsOf } from './requests.js';

describe.each(['storefront', 'till', 'portal'])('docs/%s.md', (name) => {
  const shop = usingShop();

  test('shows requests that work as they stand, one after the other', async () => {
    const requests = requestsOf(read(`docs/${name}.md`));
    expect(requests.length).toBeGreaterThan(3);
    const answers: Record<string, unknown> = { 'staff key': String(shop().staff['authorization']).replace('Bearer ', '') };
    for (const { query, headers, variables } of requests) {
      const given = Object.entries(headers).map(([header, value]) => [header, filled(value, answers)]);
      const wanted = JSON.parse(filled(variables, answers)) as object;
      const { data, errors } = await shop().gql(query, wanted, Object.fromEntries(given) as Record<string, string>);
      expect([query, errors]).toEqual([query, undefined]);
      for (const answer of Object.values(data as Record<string, Json>))
        if (answer?.userErrors) expect([query, answer.userErrors]).toEqual([query, []]);
      Object.assign(answers, data);
    }
  });
});
