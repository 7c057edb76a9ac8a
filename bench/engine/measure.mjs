// What the engine costs, in CPU of this one process; the cases of a round follow each other, so that all see the same machine.
import { compileTerms, priceBasket } from '#engine';
import { at, basketOf, partsOf, termsOf } from './cases.mjs';

const cpuUs = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** CPU of one call in µs. */
function cost(times, work) {
  const before = cpuUs();
  for (let time = 0; time < times; time++) work();
  return (cpuUs() - before) / times;
}

/** The middle and the least of what each case costs over the rounds. */
function measured(cases, rounds) {
  const seen = new Map(cases.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++)
    for (const { name, times, work } of cases) {
      const each = cost(times, work);
      // the first round warms up
      if (round >= 0) seen.get(name).push(each);
    }
  return Object.fromEntries(
    [...seen].map(([name, costs]) => {
      costs.sort((a, b) => a - b);
      return [name, { us: costs[costs.length >> 1], least: costs[0] }];
    }),
  );
}

/** Baskets of many sizes under terms of many sizes, without and with a trace; what it takes to compile and to refresh the rules. */
export function measureEngine({ rounds, share }) {
  const lines = [1, 10, 100, 1000];
  const promotions = [10, 1000, 10_000];
  const terms = new Map(promotions.map((count) => [count, termsOf(count)]));
  const baskets = new Map(lines.map((count) => [count, basketOf(count)]));
  const pricing = (count, promos, explain) => ({
    name: `${count} lines, ${promos} promotions${explain ? ', trace' : ''}`,
    times: Math.ceil((20_000 / (count + 1)) * share),
    work: () => priceBasket(terms.get(promos), baskets.get(count), at, { explain }),
  });
  const cases = [
    ...lines.flatMap((count) => [pricing(count, 1000, false), pricing(count, 1000, true)]),
    ...[10, 10_000].flatMap((promos) => [pricing(10, promos, false), pricing(10, promos, true)]),
  ];
  const rules = promotions.map((count) => [count, partsOf(count, count)]);
  const compiling = rules.flatMap(([count, parts]) => [
    { name: `compile ${count}`, times: Math.ceil((20_000 / count) * share), work: () => compileTerms(parts) },
    {
      // the rules as they were read, one of them changed: what a process does when news of a change comes
      name: `refresh ${count}`,
      times: Math.ceil((10_000 / count) * share),
      work: () => {
        const [first, ...others] = parts.promotions;
        const changed = compileTerms({ ...parts, version: 8n, promotions: [{ ...first, sequence: 3 }, ...others] });
        priceBasket(changed, baskets.get(1), at);
      },
    },
  ]);
  return { ...measured(cases, rounds), ...measured(compiling, rounds) };
}

/** What compiled rules take, in MiB: so many promotions and as many price lists. */
export function measureMemory(count) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const kept = termsOf(count, count);
  priceBasket(kept, basketOf(10), at);
  globalThis.gc?.();
  const heapMiB = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  // still in use until here
  return { heapMiB, lists: kept.lists.size, rssMiB: process.memoryUsage().rss / 2 ** 20 };
}
