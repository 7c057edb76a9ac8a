import { Command, Option } from 'commander';
import { fieldsOf, resultJson } from '#engine';
import { jsonIn, scenarioFiles } from './price/files.js';
import { played, type Played } from './price/played.js';
import { failureLines, summaryLine, verdictLine } from './price/verdict.js';
import { tableLines } from './price/table.js';

interface Given {
  readonly explain?: boolean;
  readonly json?: boolean;
  /** A file of rules. */
  readonly rules?: string;
}

/**
 * `price FILES`: prices scenarios, without a database; `ended` is told the exit code: 0 all is as expected, 1 something is not,
 * 2 a file cannot be used.
 */
export function priceCommand(ended: (code: number) => void): Command {
  return new Command('price')
    .description('price the baskets of scenario files, and compare them with what they expect; needs no database')
    .argument('<scenario...>', 'files of JSON as docs/scenarios.md has them, or folders of such files')
    .option('--explain', 'say why, in sentences')
    .option('--rules <file>', 'price by the promotions of this file instead of the own ones of each')
    .addOption(new Option('--json', 'for programs: an object for one basket, a list for several').conflicts('table'))
    .addOption(new Option('--table', 'for people, which is the default'))
    .action(async (paths: string[], given: Given) => {
      const rules = given.rules === undefined ? null : rulesOf(await jsonIn(given.rules));
      const all = (await scenarioFiles(paths)).flatMap((file) => played(file, given.explain === true, rules));
      const [only] = all;
      const alone = all.length === 1 ? only : undefined;
      for (const line of given.json === true ? jsonLines(all, alone) : textLines(all, alone)) console.log(line);
      ended(codeOf(all));
    });
}

/** The part of a file of rules by which baskets are priced. */
function rulesOf(json: unknown): object {
  const { promotions = [], promotionGroups = [] } = fieldsOf(json, []);
  return { promotions, promotionGroups };
}

function codeOf(all: readonly Played[]): number {
  if (all.some(({ outcome }) => outcome.kind === 'UNUSABLE')) return 2;
  return all.some(({ outcome }) => outcome.kind === 'PRICED' && outcome.differences.length > 0) ? 1 : 0;
}

function jsonLines(all: readonly Played[], alone: Played | undefined): string[] {
  const told = all.map(({ file, name, outcome }) => ({ file, name, ...outcome }));
  return [resultJson(alone ? told[0] : told)];
}

function textLines(all: readonly Played[], alone: Played | undefined): string[] {
  if (alone?.outcome.kind === 'PRICED') {
    const { result, why, expected } = alone.outcome;
    const ending = expected ? ['', verdictLine(alone), ...failureLines(alone)] : [];
    return [...tableLines(alone.name, result), ...(why.length > 0 ? ['', ...why] : []), ...ending];
  }
  const lines = all.flatMap((each) => {
    const why = each.outcome.kind === 'PRICED' ? each.outcome.why : [];
    return [verdictLine(each), ...failureLines(each), ...why.map((line) => `    ${line}`)];
  });
  return alone ? lines : [...lines, '', summaryLine(all)];
}
