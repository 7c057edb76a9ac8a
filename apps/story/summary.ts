import type { ToldChapter } from './story.js';

/** The table at the story's end: each chapter and its milliseconds. */
export function summary(chapters: readonly ToldChapter[], totalMs: number): string[] {
  const rows = [...chapters, { title: 'The whole story', ms: totalMs }];
  const width = Math.max(...rows.map(({ title }) => title.length));
  const lines = rows.map(({ title, ms }, index) => {
    const number = index < chapters.length ? String(index + 1) : '';
    return `  ${number.padStart(2)}  ${title.padEnd(width)}  ${ms.toLocaleString('en').padStart(7)} ms`;
  });
  return ['', ...lines, ''];
}
