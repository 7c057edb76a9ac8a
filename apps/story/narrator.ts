import { liveUrl } from './listen.js';
import type { Document, Somebody, Variables } from './somebody.js';

/** A request as the reader sees it. */
export interface ShownRequest {
  readonly by: Somebody;
  readonly document: Document<unknown>;
  readonly variables: Variables;
  /** Whether it goes over a WebSocket. */
  readonly live?: boolean;
}

/** Tells the story to somebody, or to nobody. */
export interface Narrator {
  chapter(number: number, title: string, sentence: string): void;
  request(request: ShownRequest): void;
  /** A command for the shell, with a file that it reads. */
  command(line: string, file?: { readonly path: string; readonly text: string }): void;
  answer(line: string): void;
}

/** Tells it in lines of text. */
export function printing(print: (text: string) => void): Narrator {
  return {
    chapter: (number, title, sentence) => {
      print(`\n\n${bold(`${number}  ${title}`)}\n${sentence}`);
    },
    request: (request) => {
      print(`\n${layOut(request)}\n`);
    },
    command: (line, file) => {
      if (file) print(`\n${indented(`# ${file.path}\n${file.text.trim()}`)}`);
      print(`\n${indented(`$ ${line}`)}\n`);
    },
    answer: (line) => {
      print(`  → ${line}`);
    },
  };
}

/** A request as it is pasted into GraphiQL: who asks where, the headers, the document and its variables. */
function layOut({ by, document, variables, live }: ShownRequest): string {
  const where = live === true ? `${liveUrl(by.url)} (graphql-transport-ws)` : `${by.url}/graphql`;
  const headers = Object.keys(by.headers).length > 0 ? jsonOf(by.headers, '', Infinity) : 'none';
  const given = Object.keys(variables).length > 0 ? `\nvariables ${jsonOf(variables)}` : '';
  return indented(
    `# ${by.name} asks ${where}\n# ${live === true ? 'connection_init' : 'headers'}: ${headers}\n${document.text}${given}`,
  );
}

/** JSON whose parts stand on one line as long as they fit. */
function jsonOf(value: unknown, indent = '', width = 100): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = (within: string): string[] =>
    Array.isArray(value)
      ? value.map((part) => jsonOf(part, within, width))
      : Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${jsonOf(part, within, width)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const line = `${String(open)} ${parts(inner).join(', ')} ${String(close)}`;
  if (line.length + indent.length <= width && !line.includes('\n')) return line;
  return `${String(open)}\n${parts(inner)
    .map((part) => `${inner}${part}`)
    .join(',\n')}\n${indent}${String(close)}`;
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ');
const bold = (text: string): string => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);
