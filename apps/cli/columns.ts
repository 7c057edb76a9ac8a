/**
 * Lines of a table whose columns stand below each other, under a header in capitals; the last column is not padded.
 * @param right the columns whose cells stand at the right, such as numbers
 */
export function columns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string[] {
  const lines = [header.map((name) => name.toUpperCase()), ...rows];
  const widths = header.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const padded = (cell: string, index: number): string => {
    const width = widths[index] ?? 0;
    return right.has(index) ? cell.padStart(width) : cell.padEnd(width);
  };
  return lines.map((line) => line.map(padded).join('  ').trimEnd());
}
