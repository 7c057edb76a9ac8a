import { parseDecimal, UserError } from '#kernel';
import { finding, type Finding, type Weight } from './finding.js';
import type { Header, Row } from './row.js';

/** Reads cells for what they mean, and notes what they cannot mean. What is undefined was not said, or was noted. */
export class CellReader {
  readonly findings: Finding[] = [];

  constructor(private readonly header: Header) {}

  /** A text without blanks around it; undefined when the file has no such column. */
  text(row: Row, column: string): string | undefined {
    return this.header.text(row, column);
  }

  /** A text as it stands there. */
  raw(row: Row, column: string): string | undefined {
    return this.header.raw(row, column);
  }

  /** A text that is not empty. */
  given(row: Row, column: string): string | undefined {
    const text = this.header.text(row, column);
    return text === '' ? undefined : text;
  }

  /** A text; null: blank, which takes away what was there; undefined: nothing is said. */
  cleared(row: Row, column: string): string | null | undefined {
    const text = this.header.text(row, column);
    return text === '' ? null : text;
  }

  /** Words with bars between them, each once; blank: none; undefined: nothing is said. */
  words(row: Row, column: string): string[] | undefined {
    const text = this.header.text(row, column);
    return text === undefined ? undefined : [...new Set(text.split('|').flatMap((word) => word.trim() || []))];
  }

  /** A SKU or barcode; the apostrophe that keeps a spreadsheet from taking it for a number is not part of it. */
  code(row: Row, column: string): string | undefined {
    return this.header.text(row, column)?.replace(/^'\s*/, '');
  }

  /** true or false. */
  flag(row: Row, column: string): boolean | undefined {
    const text = this.given(row, column)?.toLowerCase();
    if (text === 'true' || text === 'false') return text === 'true';
    if (text !== undefined) this.note(row, column, 'neither true nor false');
    return undefined;
  }

  /** One of a few words. */
  word<W extends string>(row: Row, column: string, words: readonly W[]): W | undefined {
    const text = this.given(row, column)?.toLowerCase();
    const word = words.find((each) => each.toLowerCase() === text);
    if (text !== undefined && word === undefined) this.note(row, column, `none of ${words.join(', ')}`);
    return word;
  }

  /** A number that is not below zero, as a whole number of 10^-scale. */
  amount(row: Row, column: string, scale: number, weight: Weight = 'OPTIONAL'): bigint | undefined {
    const text = this.given(row, column);
    if (text === undefined) return undefined;
    try {
      const value = parseDecimal(text, scale);
      if (value >= 0n) return value;
      this.note(row, column, 'below zero', weight);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.note(row, column, reasonOf(error), weight);
    }
    return undefined;
  }

  /** Notes something wrong in a cell. */
  note(row: Row, column: string | null, reason: string, weight: Weight = 'OPTIONAL'): void {
    const value = column === null ? null : this.header.text(row, column);
    this.findings.push(finding(row.number, column, value, reason, weight));
  }
}

/** The message without the value, which a finding shows itself. */
function reasonOf({ message }: UserError): string {
  return message.replace(/^"[^]*?" (is |(?=has ))/, '');
}
