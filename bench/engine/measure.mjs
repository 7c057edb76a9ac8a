// What the engine costs, in CPU of this one process; the cases of a round follow each other, so that all see the same machine.
import { priceBasket } from '#engine';
import { RuleBook } from '#terms/rules';
import { at, basketOf, channel, rulesOf, termsOf } from './cases.mjs';

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
  const compiling = promotions.flatMap((count) => refreshing(count, baskets.get(1), share));
  return { ...measured(cases, rounds), ...measured(compiling, rounds) };
}

/** A book of so many promotions and as many lists that is compiled from the start, and that is changed by one rule; each until a basket is priced. */
function refreshing(count, basket, share) {
  const rules = rulesOf(count, count);
  const nothing = { lists: new Map(), promotions: new Map(), few: {} };
  const [promotion] = rules.promotions;
  const list = rules.lists.at(-1);
  let book = RuleBook.of(rules);
  const priced = (next) => {
    priceBasket(next.of(channel), basket, at);
    next.listIds({ buyer: basket.buyer, channelId: channel.id, locationId: null });
    return next;
  };
  // what a process does when news of a change comes: the next change is one of the book that came of it
  const changed = (change) => {
    book = priced(book.changed({ ...nothing, version: book.version + 1n, ...change(Number(book.version % 100n)) }));
  };
  const times = Math.ceil(2000 * share);
  return [
    { name: `compile ${count}`, times: Math.ceil((10_000 / count) * share), work: () => priced(RuleBook.of(rules)) },
    {
      name: `promotion ${count}`,
      times,
      work: () => changed((turn) => ({ promotions: new Map([[promotion.id, { ...promotion, sequence: turn }]]) })),
    },
    {
      name: `list ${count}`,
      times,
      work: () => changed((turn) => ({ lists: new Map([[list.id, { ...list, priority: turn }]]) })),
    },
  ];
}

/** What compiled rules take: so many promotions and as many price lists, and one more book in which a promotion is another. */
export function measureMemory(count) {
  const used = () => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const rules = rulesOf(count, count);
  const basket = basketOf(10);
  const before = used();
  const books = [RuleBook.of(rules)];
  priceBasket(books[0].of(channel), basket, at);
  const compiled = used();
  const more = 50;
  for (let turn = 1; turn <= more; turn++) {
    const promotion = { ...rules.promotions[0], sequence: turn };
    const change = { lists: new Map(), promotions: new Map([[promotion.id, promotion]]), few: {}, version: BigInt(turn) };
    books.push(books.at(-1).changed(change));
    priceBasket(books.at(-1).of(channel), basket, at);
  }
  const all = used();
  // still in use until here
  const { size } = books[0].of(channel).lists;
  return { heapMiB: (compiled - before) / 2 ** 20, moreKiB: (all - compiled) / more / 1024, lists: size };
}
