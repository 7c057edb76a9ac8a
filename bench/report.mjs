// From the numbers of a bench to docs/performance.md: pure.
const largestRatio = 3;
const largestGrowth = 1.3;
const largestMemoryMiB = 250;
const latestMs = 1000;
const mostStatements = { browse: 2, detail: 2, cart: 2, add: 2, journey: 26 };

const what = {
  browse: 'browse (24 products)',
  detail: 'detail',
  add: 'add (new cart, 1 line)',
  addMany: 'addMany (10 lines, 10 requests)',
  cart: 'cart (5 lines)',
  coupon: 'coupon (on and off)',
  journey: 'journey (8 requests)',
};

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

const of = (results, op, read) => median(results.map(({ ops }) => read(ops[op])));
const server = ({ cpuMsPerOp }) => cpuMsPerOp.server;
const postgres = ({ cpuMsPerOp }) => cpuMsPerOp.pg;
const both = ({ cpuMsPerOp }) => cpuMsPerOp.server + cpuMsPerOp.pg;
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const ms = (value) => value.toFixed(value < 10 ? 2 : 1);
const whole = (value) => String(Math.round(value));

/** The page, and the targets that were missed. */
export function report({ plan, names, rounds, flat, raced, statements, floorStatements, seen, server: postgresVersion }) {
  const missed = [];
  const target = (met, text) => {
    if (!met) missed.push(text);
    return met ? '' : ' (missed)';
  };
  const products = rounds.map(({ product }) => product);
  const floors = rounds.map(({ floor }) => floor);
  const { machine, at, memory, concurrency } = products.at(-1);
  const sql = (results, op) => results.ops[op].sql.statements;

  const cost = table(
    ['operation', 'server', 'Postgres', 'sum', 'floor', 'ratio', 'worker', 'ops/s', 'p50', 'p95', 'p99', 'SQL', 'SQL floor'],
    names.map((op) => {
      const sum = of(products, op, both);
      const ratio = sum / of(floors, op, both);
      const counted = sql(statements, op);
      return [
        what[op],
        ms(of(products, op, server)),
        ms(of(products, op, postgres)),
        ms(sum),
        ms(of(floors, op, both)),
        `${ratio.toFixed(2)}${target(ratio <= largestRatio, `${op} costs ${ratio.toFixed(2)} × the floor, not ${largestRatio}`)}`,
        ms(of(products, op, ({ cpuMsPerOp }) => cpuMsPerOp.worker ?? 0)),
        whole(of(products, op, ({ opsPerSec }) => opsPerSec)),
        ...['p50', 'p95', 'p99'].map((each) => of(products, op, (result) => result[each]).toFixed(1)),
        `${String(counted)}${target(counted <= (mostStatements[op] ?? Infinity), `${op} takes ${String(counted)} statements, not ${String(mostStatements[op])}`)}`,
        String(sql(floorStatements, op)),
      ];
    }),
  );

  const growth = table(
    ['operation', '1,000 products', `${plan.many.toLocaleString('en')} products`, 'ratio'],
    names.map((op) => {
      const [small, large] = ['few', 'many'].map((each) =>
        of(
          flat.map((round) => round[each]),
          op,
          both,
        ),
      );
      const ratio = large / small;
      return [
        what[op],
        ms(small),
        ms(large),
        `${ratio.toFixed(2)}${target(ratio <= largestGrowth, `${op} grows ${ratio.toFixed(2)} × with the catalogue`)}`,
      ];
    }),
  );

  const lines = table(
    ['operation', '1 line', '200 lines'],
    ['cart', 'add'].map((op) => {
      // a process looks once a second whether its rules are out of date, and that falls into some of the twenty runs
      const [one, many] = ['1', '200'].map((count) => Math.round(sql(statements, op + count)));
      return [
        op === 'cart' ? 'read a cart' : 'add to a cart',
        String(one),
        `${String(many)}${target(one === many, `${op} takes more statements with more lines`)}`,
      ];
    }),
  );

  const [, checkouts, units] = /^(\d+)x(\d+)/.exec(plan.race).map(Number);
  const races = Object.values(raced).filter((each) => typeof each === 'object');
  const exact = races.every(
    ({ placed, allocated, held, saleableLeft, refused }) =>
      placed === units &&
      allocated === units &&
      held === 0 &&
      saleableLeft === 0 &&
      Object.keys(refused).every((reason) => reason.startsWith('OUT_OF_STOCK')),
  );
  target(exact, `the race did not place exactly ${String(units)} and tell the others`);
  const told = races.map(({ placed, refused, held, ms: took }) => {
    const reasons = new Map();
    for (const [reason, count] of Object.entries(refused)) {
      const [code] = reason.split(' ');
      reasons.set(code, (reasons.get(code) ?? 0) + count);
    }
    return `${String(placed)} placed, ${[...reasons].map(([code, count]) => `${String(count)} × \`${code}\``).join(', ')}, ${String(held)} held afterwards, ${whole(took)} ms`;
  });

  const [prices, live] = seen.map((said) => said.trim());
  for (const line of prices.split('\n').filter((each) => /\d \|$/.test(each))) {
    const [, change, , p99] = line.split('|').map((cell) => cell.trim());
    target(Number(p99) < latestMs, `${change} is seen after ${p99} ms`);
  }
  const [, heard] = /p99 (\d+) ms/.exec(live);
  target(Number(heard) < latestMs, `a change of a cart is heard after ${heard} ms`);

  const used = memory.end;
  const memoryNote = target(used.server.rssMiB < largestMemoryMiB, `the API takes ${String(used.server.rssMiB)} MiB`);

  const text = `# Performance

Written by \`npm run bench\` on ${at.slice(0, 10)}; nothing here is written by hand.

${machine.cores} cores (${machine.cpu}), ${machine.memGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}, PostgreSQL ${postgresVersion} (fsync and
synchronous_commit on). API and worker as a process each (\`npm run start:api\`, \`start:worker\`), NODE_ENV=production, no Redis; the driver shares the machine. ${concurrency} clients,
medians of ${plan.rounds} runs, each next to a run of the floor: one Node process with hand-written SQL and nothing else, which leaves out most of
what a product does (its README says what). Every answer is checked to the cent. Wall-clock figures follow the machine's other
work; compare CPU.

## Cost of an operation

CPU-milliseconds; the sum is server and Postgres, and the aim is at most ${largestRatio} × the floor. The worker's connections count as Postgres.
Statements are counted with one client, without the worker and without BEGIN and COMMIT. Latencies in milliseconds.

${cost}

Memory of the API after the bench: ${used.server.rssMiB} MiB (aim: below ${largestMemoryMiB})${memoryNote}; at most ${used.server.peakMiB} MiB. Worker: ${used.worker?.rssMiB ?? 0} MiB.

## The size of the catalogue

CPU-milliseconds of server and Postgres, medians of ${plan.flatRounds} runs next to each other; the aim is at most ${largestGrowth} ×.

${growth}

## The size of a cart

Statements:

${lines}

## The race for the last units

${String(checkouts)} checkouts placed at once for ${String(units)} units, twice:

${told.map((each) => `- ${each}`).join('\n')}

## How soon a change is seen everywhere

Two API processes and a worker on one database; a change goes to one, and the other is asked until it shows it. The aim is that 99 of 100
are seen in less than a second.

${prices}

A cart's change told over WebSocket (\`cartChanged\`), half of the subscribers at the other process:

\`\`\`
${live}
\`\`\`

## Repeat it

\`npm run bench\` measures all of it, with the driver and the floor beside the repository (\`../shared/peers\`); \`npm run bench -- --quick\` measures little
and writes nothing. \`node bench/shop.mjs setup\`, \`start\` and \`stop\` run the measured shop alone.
`;
  return { text, missed };
}
