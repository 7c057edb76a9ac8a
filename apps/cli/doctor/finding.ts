/** `ok`: as it should be. `warn`: somebody should know. `bad`: something does not work, or will not for long. */
export type Level = 'ok' | 'warn' | 'bad';

/** What was found out about one thing, and what to do about it. */
export interface Finding {
  readonly about: string;
  readonly level: Level;
  readonly says: string;
  /** How to mend it; there is nothing to mend where all is well. */
  readonly mend: string | null;
}

/** A thing that is as it should be. */
export function ok(about: string, says: string): Finding {
  return { about, level: 'ok', says, mend: null };
}

/** A thing that is not. */
export function wrong(level: 'warn' | 'bad', about: string, says: string, mend: string): Finding {
  return { about, level, says, mend };
}

/** A sentence of a StartupError, which tells what is wrong and, after its last colon, what to do. */
export function fromSentence(about: string, sentence: string): Finding {
  const colon = sentence.lastIndexOf(': ');
  if (colon < 0) return wrong('bad', about, sentence, 'See docs/operating.md.');
  const mend = sentence.slice(colon + 2);
  return wrong('bad', about, `${sentence.slice(0, colon)}.`, mend.charAt(0).toUpperCase() + mend.slice(1));
}

/** The level by limits that a figure should stay below. */
export function levelOf(figure: number, warnFrom: number, badFrom: number): Level {
  return figure >= badFrom ? 'bad' : figure >= warnFrom ? 'warn' : 'ok';
}

/** A finding by its level: mending is not spoken of where all is well. */
export function graded(level: Level, about: string, says: string, mend: string): Finding {
  return level === 'ok' ? ok(about, says) : wrong(level, about, says, mend);
}

/** The findings for a person: a line each, with how to mend it below. */
export function linesOf(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.flatMap(({ level, about, says, mend }) => [
    `${level.padEnd(4)}  ${about.padEnd(width)}  ${says}`,
    ...(mend === null ? [] : [`${' '.repeat(width + 8)}→ ${mend}`]),
  ]);
  const [bad, warn] = (['bad', 'warn'] as const).map((level) => findings.filter((each) => each.level === level).length);
  return [...lines, bad || warn ? `${String(bad)} bad, ${String(warn)} to know about` : 'all is well'];
}
