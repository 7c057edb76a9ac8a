/** Lines of a table whose columns stand below each other, under a header in capitals; the last column is not padded. */
export function columns(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [header.map((name) => name.toUpperCase()), ...rows];
  const widths = header.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
