/** A row as it stands in the file: numbered as in a spreadsheet, where the header is row 1, or as a line of JSONL. */
export interface Row {
  readonly number: number;
  /** A cell that is undefined was not said. */
  readonly cells: readonly (string | undefined)[];
  /** Why the row cannot be read at all. */
  readonly problem?: string;
}

/** What the first row of a file names: where each column stands, whatever the order and the case of the names. */
export class Header {
  private readonly positions: ReadonlyMap<string, number>;

  /** `columns` are those that somebody will ask for; the file may have fewer, and others besides. */
  constructor(
    readonly names: readonly string[],
    columns: readonly string[],
    /** Those that the first of the rows names, which name their cells themselves; null: all rows have the same. */
    private readonly named: ReadonlySet<string> | null = null,
  ) {
    const found = new Map(names.map((name, index) => [name.trim().toLowerCase(), index] as const).reverse());
    this.positions = new Map(
      columns.flatMap((column) => {
        const position = found.get(column.toLowerCase());
        return position === undefined ? [] : [[column, position] as const];
      }),
    );
  }

  /** Whether the file has the column; where each row names its own, whether the first does. */
  has(column: string): boolean {
    return this.named ? this.named.has(column) : this.positions.has(column);
  }

  /** What the row says there, as it is; undefined when the file, or the row itself, has no such column. */
  raw({ cells }: Row, column: string): string | undefined {
    const position = this.positions.get(column);
    return position === undefined ? undefined : (cells[position] ?? (this.named ? undefined : ''));
  }

  /** The same without blanks around it. */
  text(row: Row, column: string): string | undefined {
    return this.raw(row, column)?.trim();
  }

  /** Whether the row has cells that belong to no column: a comma too many, mostly. */
  overflows({ cells }: Row): boolean {
    return cells.length > this.names.length && cells.slice(this.names.length).some((cell) => cell?.trim());
  }
}

/** The rows of one thing to import: a product has several, a price or a stock level one. */
export interface Unit {
  readonly first: number;
  readonly last: number;
  /** All rows, up to `mostRows`. */
  readonly rows: readonly Row[];
  /** Characters in its rows. */
  readonly size: number;
}

/** The most rows that one thing is kept together for; what follows is counted and forgotten. */
export const mostRows = 5000;

/** Puts consecutive rows together to units, as `belongs` says; give it the rows in their order. */
export class Units {
  private rows: Row[] = [];
  private last = 0;
  private size = 0;

  constructor(private readonly belongs: (first: Row, next: Row) => boolean) {}

  /** Takes the next row; the unit that it ends, if it begins another. */
  next(row: Row): Unit | null {
    const [first] = this.rows;
    const ended = first && !this.belongs(first, row) ? this.end() : null;
    if (this.rows.length < mostRows) {
      this.rows.push(row);
      this.size += row.cells.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    }
    this.last = row.number;
    return ended;
  }

  /** The unit that is under way, if there is one. */
  end(): Unit | null {
    const [first] = this.rows;
    if (!first) return null;
    const unit = { first: first.number, last: this.last, rows: this.rows, size: this.size };
    this.rows = [];
    this.size = 0;
    return unit;
  }
}
