/** The longest row, in characters: a quotation mark or bracket that is never closed must not swallow the file. */
export const longestRow = 8_000_000;

/** A text that is fed in pieces is longer than a row may be. */
export class TooLong extends Error {}

/** Cuts a text that comes in chunks into its lines. */
export class LineCutter {
  private rest = '';

  /** The lines that the chunk ends, without their line ends. @throws TooLong */
  push(chunk: string): string[] {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > longestRow) throw new TooLong();
    return lines;
  }

  /** The last line, if it has no line end; blank if it has. */
  end(): string {
    return this.rest;
  }
}

/** Cuts the text of a JSON array that comes in chunks into the texts of its elements, which are objects. */
export class ArrayCutter {
  private depth = 0;
  private quoted = false;
  private escaped = false;
  private element = '';

  /** The elements that the chunk ends. @throws TooLong */
  push(chunk: string): string[] {
    const elements: string[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const unit = chunk.charCodeAt(at);
      if (this.quoted) {
        if (this.escaped) this.escaped = false;
        else if (unit === backslash) this.escaped = true;
        else if (unit === quote) this.quoted = false;
      } else if (unit === quote) this.quoted = true;
      else if (unit === opened || unit === listed) {
        this.depth++;
        if (this.depth === 2) from = at;
      } else if (unit === closed || unit === ended) {
        this.depth--;
        if (this.depth === 1) {
          elements.push(this.element + chunk.slice(from, at + 1));
          this.element = '';
        }
      }
    }
    if (this.depth > 1) this.element += chunk.slice(from);
    if (this.element.length > longestRow) throw new TooLong();
    return elements;
  }

  /** Whether all that was opened has been closed. */
  whole(): boolean {
    return this.depth === 0 && !this.quoted;
  }
}

const [quote, backslash, opened, closed, listed, ended] = [34, 92, 123, 125, 91, 93];
