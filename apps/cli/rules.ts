import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { pathText } from '#engine';
import { UserError } from '#kernel';
import { RuleFilesService, type RulesJson, type ToldPlan } from '#promotions';
import { operator } from './operator.js';
import { jsonIn } from './price/files.js';
import { planLines } from './rules/told.js';
import { withApplication } from './with-application.js';

/**
 * `rules export|diff|apply FILE`: promotions as a file that can be kept in git; `ended` is told the exit code: 0 done, or nothing
 * differs, 1 something differs, 2 the file cannot be used or applied.
 */
export function rulesCommand(ended: (code: number) => void): Command {
  const command = new Command('rules').description('promotions and their groups as a file, in the form of scenarios');
  command
    .command('export')
    .description('write all that are neither archived nor over; what else stands in the file stays')
    .argument('[file]', 'where to; left out, they are printed')
    .action(async (path: string | undefined) => {
      const beside = path === undefined ? {} : await fieldsIn(path);
      const rules = await withRules((files) => files.export());
      const text = `${JSON.stringify({ ...beside, ...rules } satisfies RulesJson, null, 2)}\n`;
      if (path === undefined) console.log(text.trimEnd());
      else await writeFile(path, text);
    });
  command
    .command('diff')
    .description('say what applying the file would make, change and end, field by field')
    .argument('<file>', 'a file of rules, or a scenario')
    .action(async (path: string) => {
      await told(path, ended, async (json) => {
        const plan = await withRules((files) => files.diff(json, operator));
        ended(plan.changes.length > 0 ? 1 : 0);
        return planLines(plan);
      });
    });
  command
    .command('apply')
    .description('make the promotions of the shop as the file says, all of it or nothing')
    .argument('<file>', 'a file of rules, or a scenario')
    .option('--dry-run', 'try all of it, and keep nothing')
    .action(async (path: string, { dryRun = false }: { dryRun?: boolean }) => {
      await told(path, ended, async (json) => {
        const plan = await withRules((files): Promise<ToldPlan> => files.apply(json, operator, dryRun));
        return [...planLines(plan), ...(dryRun ? ['nothing of it is kept: it was tried only'] : [])];
      });
    });
  return command;
}

function withRules<T>(work: (files: RuleFilesService) => Promise<T>): Promise<T> {
  return withApplication((app) => work(app.get(RuleFilesService, { strict: false })));
}

/** Does it with what the file says, and prints what came of it; a file that is refused is told with the place in it. */
async function told(path: string, ended: (code: number) => void, work: (json: unknown) => Promise<string[]>): Promise<void> {
  const lines = await jsonIn(path)
    .then(work)
    .catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      ended(2);
      return [`✗ ${path}`, `    ${error.path.length > 0 ? `${pathText(error.path)}: ` : ''}${error.message}`];
    });
  for (const line of lines) console.log(line);
}

/** What stands in a file that is written anew; a file that is not there yet says nothing. */
async function fieldsIn(path: string): Promise<object> {
  if (!existsSync(path)) return {};
  const json = await jsonIn(path);
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw new UserError('INVALID', `${path} is no file of rules, and is left as it is`);
}
