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
      print(`\n${bold(`${number}  ${title}`)}\n${sentence}\n`);
    },
    request: (request) => {
      print(`${layOut(request)}\n`);
    },
    command: (line, file) => {
      if (file) print(`${indented(`# ${file.path}\n${file.text.trim()}`)}\n`);
      print(`${indented(`$ ${line}`)}\n`);
    },
    answer: (line) => {
      print(`  → ${line}\n`);
    },
  };
}

/** A request as it is pasted into GraphiQL: who asks where, the headers, the document and its variables. */
function layOut({ by, document, variables, live }: ShownRequest): string {
  const where = live === true ? `${liveUrl(by.url)} (graphql-transport-ws)` : `${by.url}/graphql`;
  const headers = Object.keys(by.headers).length > 0 ? JSON.stringify(by.headers) : 'none';
  const given = Object.keys(variables).length > 0 ? `\nvariables ${JSON.stringify(variables, null, 2)}` : '';
  return indented(`# ${by.name} asks ${where}\n# ${live === true ? 'connection_init' : 'headers'}: ${headers}\n${document.text}${given}`);
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ');
const bold = (text: string): string => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);
