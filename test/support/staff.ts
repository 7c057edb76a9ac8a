import { randomUUID } from 'node:crypto';
import type { Json } from './api.js';
import type { TestShop } from './shop.js';

const problems = 'userErrors { code message path }';

/** What staff do to a shop while buyers look on; each fails when it is refused. */
export function staffOf({ ask, staff }: Pick<TestShop, 'ask' | 'staff'>) {
  const done = async (mutation: string, input: object, result = ''): Promise<Json> => {
    const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
    const answer = await ask(
      `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { ${result} ${problems} } }`,
      { input },
      staff,
    );
    expect(answer.userErrors).toEqual([]);
    return answer;
  };
  return {
    done,
    /** Makes the variant cost so much in a list. */
    setPrice: (list: string, variantId: string, amount: string) =>
      done('setPrices', { prices: [{ list, variantId, tiers: [{ amount }] }] }),
    /** Counts so many of the variant where it lies. */
    setStock: async (variantId: string, onHand: string) => {
      const [{ locationId }] = await ask(
        'query ($ids: [ID!]!) { stockLevels(variantIds: $ids) { locationId } }',
        { ids: [variantId] },
        staff,
      );
      await done('setStockLevels', { levels: [{ variantId, locationId, onHand }], idempotencyKey: randomUUID() });
    },
  };
}

/** Waits until what is asked for is so, at most so many milliseconds. */
export async function within(ms: number, isSo: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (await isSo()) return true;
  }
  return isSo();
}
