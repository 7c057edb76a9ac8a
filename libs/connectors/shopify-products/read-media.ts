import type { Media } from '#catalog';
import type { CellReader } from '../cell-reader.js';
import type { Row } from '../row.js';
import { column } from './columns.js';

/** A picture and the row that names it. */
export interface Picture {
  readonly row: number;
  readonly media: Media;
}

/** The pictures of a product in the order of their positions, else of the rows, each once; null when the file has no such column. */
export function readMedia(cells: CellReader, rows: readonly Row[]): Picture[] | null {
  const [first] = rows;
  if (!first || cells.text(first, column.image) === undefined) return null;
  const pictures = new Map<string, Picture & { position: number }>();
  rows.forEach((row, index) => {
    const url = cells.given(row, column.image);
    if (url === undefined || pictures.has(url)) return;
    if (!/^(https?:\/\/|\/)\S+$/.test(url)) {
      cells.note(row, column.image, 'not an address');
      return;
    }
    const media = { url, alt: cells.given(row, column.imageAlt) ?? null };
    pictures.set(url, { row: row.number, media, position: readPosition(cells, row) ?? index + 1 });
  });
  return [...pictures.values()].sort((a, b) => a.position - b.position);
}

function readPosition(cells: CellReader, row: Row): number | undefined {
  const text = cells.given(row, column.imagePosition);
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
