/** A request of a page: its document, the headers in its first comments, and the variables that follow it. */
export interface PageRequest {
  readonly kind: 'graphql';
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: string;
}

/** A program of a page. */
export interface PageProgram {
  readonly kind: 'js';
  readonly text: string;
}

/** What a page shows to be pasted, in order. */
export function pastesOf(page: string): (PageRequest | PageProgram)[] {
  const blocks = [...page.matchAll(/^```(graphql|json|js)\n([^]*?)^```$/gm)].map(([, kind, text = '']) => ({ kind, text }));
  return blocks.flatMap(({ kind, text }, index): (PageRequest | PageProgram)[] => {
    if (kind === 'js') return [{ kind, text }];
    if (kind !== 'graphql') return [];
    const next = blocks[index + 1];
    const headers = [...text.matchAll(/^# ([a-z-]+): (.+)$/gm)].map(([, name = '', value = '']) => [name, value] as const);
    return [{ kind, query: text, headers: Object.fromEntries(headers), variables: next?.kind === 'json' ? next.text : '{}' }];
  });
}

/** The text with each `{path}` replaced by what was answered there; a number loses its quotes. @throws Error when nothing was */
export function filled(text: string, answers: Readonly<Record<string, unknown>>): string {
  return text.replace(/"\{([a-zA-Z][\w.]*)\}"|\{([a-zA-Z][\w. ]*)\}/g, (whole, alone?: string, inside?: string) => {
    const path = alone ?? inside ?? '';
    const found = path
      .split('.')
      .reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], answers);
    if (alone !== undefined && typeof found === 'number') return found.toString();
    if (typeof found !== 'string') throw new Error(`no answer has a text at ${path}`);
    return alone === undefined ? found : whole.replace(/\{.*\}/, () => found);
  });
}
