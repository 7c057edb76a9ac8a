/** A request of a page: its document, the headers in its first comments, and the variables that follow it. */
export interface PageRequest {
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: string;
}

/** The requests that a page shows, in order. */
export function requestsOf(page: string): PageRequest[] {
  const blocks = [...page.matchAll(/^```(graphql|json)\n([^]*?)^```$/gm)].map(([, kind, text = '']) => ({ kind, text }));
  return blocks.flatMap(({ kind, text }, index) => {
    if (kind !== 'graphql') return [];
    const next = blocks[index + 1];
    const headers = [...text.matchAll(/^# ([a-z-]+): (.+)$/gm)].map(([, name = '', value = '']) => [name, value] as const);
    return [{ query: text, headers: Object.fromEntries(headers), variables: next?.kind === 'json' ? next.text : '{}' }];
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
