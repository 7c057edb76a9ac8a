import { hundredPercent, parseDecimal, percentScale, UserError, type Percent } from '#kernel';
import { finding, type Finding, type Weight } from '../finding.js';

/** Reads the values of a JSON file for what they mean, and notes by their path what they cannot mean. */
export class TableReader {
  readonly findings: Finding[] = [];

  /** `row`: the how-manieth country of the file it is. */
  constructor(private readonly row: number) {}

  /** Notes something wrong at a path of the file. */
  note(path: string, value: unknown, reason: string, weight: Weight = 'REQUIRED'): null {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    this.findings.push(finding(this.row, path, text, reason, weight));
    return null;
  }

  /** An object; null when it is none, which is noted. */
  object(path: string, value: unknown): Readonly<Record<string, unknown>> | null {
    return isObject(value) ? value : this.note(path, value, 'not an object');
  }

  /** A percentage that is not below zero and not above 100 %; `isFraction`: 0.21 is 21 %. */
  percent(path: string, value: unknown, isFraction: boolean): Percent | null {
    if (typeof value !== 'number' && typeof value !== 'string') return this.note(path, value, 'not a number');
    try {
      const percent = parseDecimal(String(value), isFraction ? percentScale + 2 : percentScale);
      if (percent >= 0n && percent <= hundredPercent) return percent;
      return this.note(path, value, 'not between 0 and 100 percent');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return this.note(path, value, error.message.replace(/^"[^]*?" (is |(?=has ))/, ''));
    }
  }
}

/** Whether it is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
