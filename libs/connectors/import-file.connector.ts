import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse, type CsvError } from 'csv-parse';
import { UserError } from '#kernel';
import type { Row } from './row.js';

/** A file to import, plain or gzipped. */
export interface ImportFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the bytes: the same file under another name is the same file. */
  readonly hash: string;
  readonly gzipped: boolean;
}

/** The longest row, in characters: a quotation mark that is never closed must not swallow the file. */
const longestRow = 8_000_000;

/** Looks at the file, all of it, once. @throws UserError when it cannot be read */
export async function importFile(path: string): Promise<ImportFile> {
  try {
    const { size } = await stat(path);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
    return { path, bytes: size, hash: hash.digest('hex'), gzipped: await isGzipped(path) };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The rows of the file, the header first, as fast as they are taken; blank lines count and are left out. */
export async function* rowsOf(file: ImportFile, progress: (bytes: number) => void): AsyncGenerator<Row> {
  const source = createReadStream(file.path);
  const parser = parse({ bom: true, relax_column_count: true, max_record_size: longestRow });
  // a failure of any part reaches the parser, which throws it below
  const whole = () => undefined;
  if (file.gzipped) pipeline(source, createGunzip(), parser, whole);
  else pipeline(source, parser, whole);
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number++;
      if ((number & 1023) === 0) progress(source.bytesRead);
      if (cells.length > 1 || cells[0]?.trim()) yield { number, cells };
    }
    progress(file.bytes);
  } catch (error) {
    throw broken(file.path, error);
  } finally {
    parser.destroy();
    source.destroy();
  }
}

async function isGzipped(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function unreadable(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return new UserError('NOT_FOUND', `there is no file ${path}`);
  return code === 'EACCES' || code === 'EISDIR' ? new UserError('INVALID', `${path} cannot be read (${code})`) : error;
}

function broken(path: string, error: unknown): unknown {
  const { code = '', message, lines } = error as Partial<CsvError> & { code?: string; message: string };
  if (code.startsWith('CSV_')) {
    const at = typeof lines === 'number' ? ` at line ${lines}` : '';
    return new UserError('INVALID', `${path} is not whole CSV${at}: ${message}`);
  }
  return code.startsWith('Z_') ? new UserError('INVALID', `${path} is not a whole gzip file: ${message}`) : error;
}
