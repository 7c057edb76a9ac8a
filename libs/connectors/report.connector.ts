import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { UserError } from '#kernel';
import { effectOf, type Finding, type Policy } from './finding.js';

/** The file that an import's findings go to, one by one: JSON with the summary at its end, or CSV, by the ending of its name. */
export class Report {
  private written = 0;

  private constructor(
    private readonly file: WriteStream,
    private readonly csv: boolean,
    private readonly policy: Policy,
  ) {}

  /** Begins the file. @throws UserError when it cannot be written */
  static async open(path: string, policy: Policy): Promise<Report> {
    const file = createWriteStream(path);
    try {
      await once(file, 'open');
    } catch (error) {
      throw new UserError('INVALID', `the report ${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? ''})`);
    }
    const report = new Report(file, path.toLowerCase().endsWith('.csv'), policy);
    await report.write(report.csv ? 'row,column,value,reason,weight,effect\r\n' : '{"findings":[');
    return report;
  }

  /** Adds a finding; waits when the disk does not keep up. */
  async add(finding: Finding): Promise<void> {
    const { row, column, value, reason, weight } = finding;
    const effect = effectOf(finding, this.policy);
    const line = this.csv
      ? `${[String(row), column ?? '', value ?? '', reason, weight, effect].map(quoted).join(',')}\r\n`
      : `${this.written > 0 ? ',' : ''}\n${JSON.stringify({ row, column, value, reason, weight, effect })}`;
    this.written++;
    await this.write(line);
  }

  /** Ends the file; CSV has no place for the summary. */
  async close(summary: object): Promise<void> {
    if (!this.csv) await this.write(`\n],"summary":${JSON.stringify(summary, null, 2)}}\n`);
    this.file.end();
    await once(this.file, 'close');
  }

  private async write(text: string): Promise<void> {
    if (!this.file.write(text)) await once(this.file, 'drain');
  }
}

/** A cell; what a spreadsheet would take for a formula is kept from being one. */
function quoted(text: string): string {
  const safe = /^[=+@\t\r-]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
