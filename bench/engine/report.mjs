// From the numbers of the engine's bench to docs/engine-performance.md: pure.
const targets = { tenUs: 100, tracedUs: 250, ratio: 1.5, thousandMs: 20, pricesMs: 15, memoryMiB: 300, refreshUs: 1000 };

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const told = (us) => (us < 1000 ? `${us.toFixed(us < 10 ? 1 : 0)} µs` : `${(us / 1000).toFixed(us < 10_000 ? 2 : 1)} ms`);
const whole = (value) => value.toLocaleString('en');

/** The page, and the targets that were missed. */
export function report({ engine, prices, memory, process, size, machine, rounds, date }) {
  const missed = [];
  const target = (met, text) => {
    if (!met) missed.push(text);
    return met ? '' : ' (missed)';
  };
  const cost = (lines, promotions, trace) => engine[`${lines} lines, ${promotions} promotions${trace ? ', trace' : ''}`].us;
  const traced = cost(10, 1000, true);

  const byLines = table(
    ['lines', 'without trace', 'a line', 'with trace', 'ratio'],
    [1, 10, 100, 1000].map((lines) => {
      const [plain, why] = [cost(lines, 1000, false), cost(lines, 1000, true)];
      const note =
        lines === 10
          ? target(plain < targets.tenUs, `10 lines take ${told(plain)}, not ${targets.tenUs} µs`)
          : lines === 1000
            ? target(plain < targets.thousandMs * 1000, `1,000 lines take ${told(plain)}, not ${targets.thousandMs} ms`)
            : '';
      const whyNote = lines === 10 ? target(traced < targets.tracedUs, `10 lines with a trace take ${told(traced)}`) : '';
      return [whole(lines), `${told(plain)}${note}`, told(plain / lines), `${told(why)}${whyNote}`, (why / plain).toFixed(2)];
    }),
  );

  const byPromotions = table(
    ['promotions, of which 5 apply', 'without trace', 'ratio to 10', 'with trace', 'ratio to 10'],
    [10, 1000, 10_000].map((count) => {
      const ratios = [false, true].map((trace) => cost(10, count, trace) / cost(10, 10, trace));
      const note = count === 1000 ? target(ratios[0] <= targets.ratio, `1,000 promotions cost ${ratios[0].toFixed(2)} × 10`) : '';
      const cells = [false, true].map((trace) => told(cost(10, count, trace)));
      return [whole(count), cells[0], `${ratios[0].toFixed(2)}${note}`, cells[1], ratios[1].toFixed(2)];
    }),
  );

  const compiling = table(
    ['promotions, and as many lists', 'from the start', 'one promotion changed', 'one list changed', 'ratio'],
    [10, 1000, 10_000].map((count) => {
      const [start, promotion, list] = ['compile', 'promotion', 'list'].map((what) => engine[`${what} ${count}`].us);
      const note =
        count === 10_000
          ? target(promotion < targets.refreshUs, `one promotion of ${whole(count)} takes ${told(promotion)}`)
          : '';
      return [whole(count), told(start), `${told(promotion)}${note}`, told(list), `1 : ${(start / promotion).toFixed(0)}`];
    }),
  );

  const inDatabase = prices
    ? table(
        ['lists', 'p50', 'p95', 'candidates of 100 variants'],
        Object.entries(prices).map(([lists, { p50, p95, candidates }]) => [
          whole(Number(lists)),
          `${p50.toFixed(1)} ms`,
          `${p95.toFixed(1)} ms${target(p95 < targets.pricesMs, `among ${whole(Number(lists))} lists prices take ${p95.toFixed(1)} ms at p95`)}`,
          candidates.toFixed(0),
        ]),
      )
    : 'Not measured: there was no PostgreSQL to fill.';

  const note = process && target(process.mostMiB < targets.memoryMiB, `the API takes ${process.mostMiB.toFixed(0)} MiB`);
  const inProcess = process
    ? `An API process with these rules, and 1,000,000 price rows in PostgreSQL: ${process.startedMiB.toFixed(0)} MiB resident when it had started, at most
${process.mostMiB.toFixed(0)} MiB while ${whole(process.carts)} carts were made and ${whole(process.changes)} times a promotion changed (to reach: below ${targets.memoryMiB})${note}.`
    : 'The API process was not measured: there was no PostgreSQL to fill.';
  const text = `# Performance of the engine

Written by \`npm run bench:engine\` on ${date}; nothing here is written by hand.

${machine}. CPU of one process, medians of ${rounds} rounds; in a round all cases follow each other, so that ratios hold however busy the
machine is. Each line has candidate prices in three lists; five promotions apply, three on items and two on the order, and shipping is taxed.

## Lines

With 1,000 promotions. To reach: 10 lines below ${targets.tenUs} µs, with a trace below ${targets.tracedUs} µs; 1,000 lines below ${targets.thousandMs} ms.

${byLines}

## Promotions

10 lines. What cannot apply is not visited: 1,000 promotions are to cost at most ${targets.ratio} × 10.

${byPromotions}

## Rules

A process keeps the rules compiled. What changes makes another book, which shares with the one before whatever is the same: both are in use for a
while. Each time until the first basket is priced by it; to reach with 10,000: below ${told(targets.refreshUs)}.

${compiling}

## Memory

${whole(10_000)} promotions with ${whole(memory.lists)} lists take ${memory.heapMiB.toFixed(0)} MiB compiled, and ${memory.moreKiB.toFixed(0)} KiB more for each book that has one promotion changed.

${inProcess}

## Prices in the database

1,000,000 price rows; the candidates of 100 variants for a buyer of three lists, in one statement, as one client waits for it. A variant stands
in at most 100 lists. To reach: below ${targets.pricesMs} ms at p95.

${inDatabase}

## Size

${size}

## Repeat it

\`npm run bench:engine\` measures all of it, and the prices where the cluster of \`../shared/peers\` is there; \`npm run bench:engine -- --quick\` measures
little and writes nothing.
`;
  return { text, missed };
}
