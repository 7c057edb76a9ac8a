import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a process, as far as the system tells; empty when it does not run. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid.toString()}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return process.platform === 'linux'
      ? ''
      : spawnSync('ps', ['-p', pid.toString(), '-o', 'command='], { encoding: 'utf8' }).stdout;
  }
}

/** Asks again and again until the answer is not null; null when the time is over or hope is lost. */
export async function until<T>(
  ask: () => T | null | Promise<T | null>,
  milliseconds: number,
  hopeless: () => boolean = () => false,
): Promise<T | null> {
  const end = Date.now() + milliseconds;
  let answer = await ask();
  while (answer === null && Date.now() < end && !hopeless()) {
    await pause(20);
    answer = await ask();
  }
  return answer;
}
