import { setTimeout as pause } from 'node:timers/promises';
import { Believed } from './believed.js';

test('what is asked at once, or soon after, is asked for once', async () => {
  let asked = 0;
  const answers = new Believed(async (key) => `${key} ${++asked}`, 30);
  expect(await Promise.all(['a', 'a', 'b'].map((key) => answers.get(key)))).toEqual(['a 1', 'a 1', 'b 2']);
  await pause(40);
  expect(await answers.get('a')).toBe('a 3');
});

test('what is forgotten is asked for again', async () => {
  let asked = 0;
  const answers = new Believed(async () => ++asked, 60_000);
  await answers.get('a');
  await answers.get('b');
  answers.forget('a');
  expect(await answers.get('b')).toBe(2);
  expect(await answers.get('a')).toBe(3);
  answers.forget();
  expect(await answers.get('b')).toBe(4);
});

test('a question that failed is not remembered', async () => {
  let asked = 0;
  const answers = new Believed(async () => {
    if (++asked === 1) throw new Error('no answer');
    return asked;
  });
  await expect(answers.get('a')).rejects.toThrow('no answer');
  expect(await answers.get('a')).toBe(2);
});

test('strangers do not fill the memory', async () => {
  let asked = 0;
  const answers = new Believed(async () => ++asked, 60_000);
  for (let i = 0; i <= 1000; i++) await answers.get(`stranger ${i}`);
  expect(await answers.get('stranger 1')).toBe(2);
  expect(await answers.get('stranger 0')).toBe(1002);
});
