import { existsSync, readFileSync } from 'node:fs';
import { staffKeyFile } from '../serve/staff-key.js';
import { printing } from './narrator.js';
import { must, StoryBroken } from './somebody.js';
import { tellStory } from './story.js';
import { summary } from './summary.js';

// `npm run story`: three channels, one truth, told against a running server, which the environment may name
const { STORY_URLS, STORY_URL, STORY_STAFF_KEY, PORT } = process.env;
const urls = (STORY_URLS ?? STORY_URL ?? `http://127.0.0.1:${PORT ?? '4000'}`)
  .split(',')
  .map((url) => url.trim().replace(/\/$/, ''));
const began = performance.now();

try {
  for (const url of urls) {
    const ready = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    must(ready?.ok === true, `no server is ready at ${url}: run npm start in another terminal, or name yours by STORY_URL`);
  }
  const staffKey = STORY_STAFF_KEY ?? (existsSync(staffKeyFile) ? readFileSync(staffKeyFile, 'utf8') : null);
  must(staffKey !== null, 'the story needs a key of the staff: set STORY_STAFF_KEY (npm run cli -- keys create makes one)');
  // a key that somebody gave is theirs: it is not printed
  const mask = (text: string): string => (STORY_STAFF_KEY === undefined ? text : text.replaceAll(staffKey, '<STORY_STAFF_KEY>'));
  const narrator = printing((text) => console.log(mask(text)));
  const chapters = await tellStory({ urls, staffKey, environment: process.env, narrator });
  for (const line of summary(chapters, Math.round(performance.now() - began))) console.log(line);
} catch (error) {
  console.error(error instanceof StoryBroken ? `\nThe story breaks off here: ${error.message}.` : error);
  process.exitCode = 1;
}
