import { UserError } from '#kernel';
import { textOf, type ImportFile } from './import-file.connector.js';
import { ArrayCutter, LineCutter, TooLong } from './json-pieces.js';

/** The text of an object, and where it stands: the line of JSONL, or the how-manieth of an array. */
export interface JsonPiece {
  readonly number: number;
  readonly text: string;
}

/** The objects of a file of JSON lines; blank lines count and are left out. */
export async function* jsonLines(file: ImportFile, progress: (bytes: number) => void): AsyncGenerator<JsonPiece> {
  const cutter = new LineCutter();
  let number = 0;
  const piece = (text: string): JsonPiece | null => {
    number++;
    const bare = number === 1 ? text.replace(/^\uFEFF/, '') : text;
    return bare.trim() === '' ? null : { number, text: bare };
  };
  for await (const chunk of textOf(file, progress)) {
    for (const line of cut(file, () => cutter.push(chunk))) {
      const made = piece(line);
      if (made) yield made;
    }
  }
  const last = piece(cutter.end());
  if (last) yield last;
  progress(file.bytes);
}

/** The objects of a file that is one JSON array. @throws UserError when it is not whole */
export async function* jsonElements(file: ImportFile, progress: (bytes: number) => void): AsyncGenerator<JsonPiece> {
  const cutter = new ArrayCutter();
  let number = 0;
  for await (const chunk of textOf(file, progress))
    for (const text of cut(file, () => cutter.push(chunk))) yield { number: ++number, text };
  if (!cutter.whole()) throw new UserError('INVALID', `${file.path} is not whole JSON: it ends before its array does`);
  progress(file.bytes);
}

function cut(file: ImportFile, pieces: () => string[]): string[] {
  try {
    return pieces();
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    throw new UserError('INVALID', `${file.path} has a row that is too long to be one`);
  }
}
