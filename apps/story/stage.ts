import { setTimeout as pause } from 'node:timers/promises';
import { ask, type Answer } from './ask.js';
import { runCommand } from './command.js';
import { listen, type Listening } from './listen.js';
import type { Narrator } from './narrator.js';
import { must, StoryBroken, type Document, type Somebody, type Variables } from './somebody.js';

/** What the story is told on. */
export interface StageTerms {
  /** The addresses of the API's replicas, one at least: people are spread over them. */
  readonly urls: readonly string[];
  /** A secret key that may do everything. */
  readonly staffKey: string;
  /** What the operator's commands find the shop with. */
  readonly environment: NodeJS.ProcessEnv;
  readonly narrator: Narrator;
}

/** A change is seen everywhere within a second; a busy machine is given time. */
const soonMs = 10_000;

/** Where people ask, and the narrator tells what they asked and what came back. */
export class Stage {
  readonly staff: Somebody;
  private readonly listenings: Listening<unknown>[] = [];

  constructor(private readonly terms: StageTerms) {
    this.staff = this.somebody('staff', { authorization: `Bearer ${terms.staffKey}` });
  }

  get narrator(): Narrator {
    return this.terms.narrator;
  }

  /** How many replicas there are. */
  get replicas(): number {
    return this.terms.urls.length;
  }

  /** Somebody who reaches the shop through one of its replicas. */
  somebody(name: string, headers: Somebody['headers'] = {}, replica = 0): Somebody {
    const { urls } = this.terms;
    const url = urls[replica % urls.length];
    must(url !== undefined, 'the story needs the address of a server');
    return { name, url, headers };
  }

  /** The same one, through another replica. */
  through(replica: number, { name, headers }: Somebody): Somebody {
    return this.somebody(name, headers, replica);
  }

  /** Asks before the reader's eyes for what must be answered. @throws StoryBroken when it is refused */
  async shows<T>(by: Somebody, document: Document<T>, variables: Variables = {}): Promise<T> {
    this.narrator.request({ by, document, variables });
    return this.asks(by, document, variables);
  }

  /** Asks for what must be answered, without a word. @throws StoryBroken when it is refused */
  async asks<T>(by: Somebody, document: Document<T>, variables: Variables = {}): Promise<T> {
    const { data, refusals } = await ask(by, document, variables);
    const [refusal] = refusals;
    must(refusal === undefined, `${by.name} was refused: ${refusal?.message ?? ''} (${refusal?.code ?? ''})`);
    must(data !== null, `${by.name} asked and got nothing: ${document.text.split('\n', 1)[0] ?? ''}`);
    return data;
  }

  /** Asks for what may be refused, without a word. */
  tries<T>(by: Somebody, document: Document<T>, variables: Variables = {}): Promise<Answer<T>> {
    return ask(by, document, variables);
  }

  /** Opens a subscription before the reader's eyes; it is closed when the story ends. */
  hears<T>(by: Somebody, document: Document<T>, variables: Variables): Listening<T> {
    this.narrator.request({ by, document, variables, live: true });
    const listening = listen(by, document, variables);
    this.listenings.push(listening);
    return listening;
  }

  /** What came back, in a line. */
  told(line: string): void {
    this.narrator.answer(line);
  }

  /** Runs a command of the operator's before the reader's eyes: what it printed. */
  command(words: readonly string[], file?: { readonly path: string; readonly text: string }): Promise<string> {
    this.narrator.command(`npm run cli -- ${words.join(' ')}`, file);
    return runCommand(words, this.terms.environment);
  }

  /** Looks again and again, on every replica, until each sees it. @throws StoryBroken with the sentence when one never does */
  async everywhere<T>(
    by: Somebody,
    document: Document<T>,
    variables: Variables,
    isSo: (data: T | null) => boolean,
    otherwise: string,
  ) {
    await Promise.all(
      this.terms.urls.map((_url, replica) =>
        this.until(async () => {
          const { data, refusals } = await this.tries(this.through(replica, by), document, variables);
          return refusals.length === 0 && isSo(data);
        }, otherwise),
      ),
    );
  }

  /** Looks again and again until it is so. @throws StoryBroken with the sentence when it never is */
  async until(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
    const end = Date.now() + soonMs;
    while (!(await isSo())) {
      if (Date.now() > end) throw new StoryBroken(otherwise);
      await pause(25);
    }
  }

  /** Hangs up every subscription. */
  async close(): Promise<void> {
    for (const listening of this.listenings.splice(0)) await listening.close();
  }
}
