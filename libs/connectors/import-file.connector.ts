import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '#kernel';

/** A file to import, plain or gzipped. */
export interface ImportFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the bytes: the same file under another name is the same file. */
  readonly hash: string;
  readonly gzipped: boolean;
}

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

/** How a file is written. */
export type Format = 'CSV' | 'JSON' | 'JSONL';

/** The file's text in chunks. @throws UserError when it is not whole */
export async function* textOf(file: ImportFile, progress: (bytes: number) => void): AsyncGenerator<string> {
  const source = createReadStream(file.path);
  // a failure of any part reaches the last one, which throws it below
  const bytes = file.gzipped ? pipeline(source, createGunzip(), () => undefined) : source;
  bytes.setEncoding('utf8');
  try {
    for await (const chunk of bytes as AsyncIterable<string>) {
      yield chunk;
      progress(source.bytesRead);
    }
  } catch (error) {
    throw broken(file.path, error);
  } finally {
    bytes.destroy();
    source.destroy();
  }
}

/** Whether the text begins as a JSON array or object does, or is CSV. */
export async function formatOf(file: ImportFile): Promise<Format> {
  for await (const chunk of textOf(file, () => undefined)) {
    const begin = chunk.replace(/^\uFEFF/, '').trimStart();
    if (begin !== '') return begin.startsWith('[') ? 'JSON' : begin.startsWith('{') ? 'JSONL' : 'CSV';
  }
  return 'CSV';
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
  const { code = '', message } = error as { code?: string; message: string };
  return code.startsWith('Z_') ? new UserError('INVALID', `${path} is not a whole gzip file: ${message}`) : error;
}
