import { pathText } from '#engine';
import type { ToldChange, ToldPlan } from '#promotions';

const signs = { CREATED: '+', UPDATED: '~', PUBLISHED: '~', CODES_GENERATED: '~', ARCHIVED: '-', DELETED: '-' } as const;
const endings = { ...signs, CREATED: '', UPDATED: '', CODES_GENERATED: '' } as const;
const nouns = { PROMOTION: 'promotion', GROUP: 'promotion group' } as const;

/** What a file of rules changes, rule by rule and field by field, with a sum at the end. */
export function planLines({ changes, unchanged }: ToldPlan): string[] {
  const count = (sign: string): number => changes.filter(({ kind }) => signs[kind] === sign).length;
  const sum = `${count('+')} made, ${count('~')} changed, ${count('-')} ended, ${unchanged} as the file says`;
  return [...changes.flatMap(changeLines), ...(changes.length > 0 ? ['', sum] : [sum])];
}

function changeLines({ of, id, kind, isStale, fields }: ToldChange): string[] {
  const ending = endings[kind] === '' ? '' : ` is ${kind.toLowerCase()}`;
  return [
    `${signs[kind]} ${nouns[of]} ${id}${ending}`,
    ...(isStale ? ['    ! it has been changed since the file was exported: apply refuses that'] : []),
    ...fields.map(({ path, before, after }) => {
      const now = kind === 'CREATED' ? shown(after) : `${shown(before)} → ${shown(after)}`;
      return `    ${pathText(path)}: ${now}`;
    }),
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
