import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { divide, formatMoney, parseMoney, currencyOf } from '#kernel';
import type { Json } from './api.js';

/** What the engine does when it is asked or told. SILENT: it never answers. PICKY: it takes nothing as it is. */
type Mood = 'WELL' | 'SILENT' | 'BROKEN' | 'PICKY' | 'NONSENSE';

/** An outside tax engine that speaks the contract of docs/taxes.md over HTTP: 10 % on everything that nothing frees. */
export class TestTaxEngine {
  mood: Mood = 'WELL';
  /** Hears how often it has answered, right after it did. */
  answered: (times: number) => void = () => undefined;
  /** Everything that it was asked, in order. */
  readonly asked: Json[] = [];
  /** What it was told of orders, by its key, and how often. */
  readonly told = new Map<string, { readonly body: Json; times: number }>();
  /** What it was called with as authorization, once each. */
  readonly callers = new Set<string>();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      void this.serve(request, response);
    });
  }

  /** Opens it on any free port. */
  static async start(): Promise<TestTaxEngine> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TestTaxEngine(server);
  }

  /** What TAX_ENGINE_URL is set to. */
  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/v1`;
  }

  /** Closes it, with whoever still waits for an answer. */
  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: Json = JSON.parse(Buffer.concat(chunks).toString());
    this.callers.add(request.headers.authorization ?? '');
    if (this.mood === 'SILENT') return;
    if (this.mood === 'BROKEN' || this.mood === 'PICKY') return void response.writeHead(this.mood === 'PICKY' ? 422 : 503).end();
    const answer = request.url === '/v1/assess' ? this.assess(body) : this.take(String(request.headers['idempotency-key']), body);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer), () => {
      if (request.url === '/v1/assess') this.answered(this.asked.length);
    });
  }

  private assess(question: Json): Json {
    this.asked.push(question);
    const currency = currencyOf(question.currency);
    const charges = question.charges.slice(this.mood === 'NONSENSE' ? 1 : 0).map(({ id, amount, entry, relief }: Json) => {
      const { minor } = parseMoney(amount, currency);
      const tax = divide(minor * 10n, entry === 'NET' ? 100n : 110n);
      return { id, taxes: relief ? [] : [{ name: 'State tax', percent: '10', amount: formatMoney({ minor: tax, currency }) }] };
    });
    return { reference: `answer-${String(this.asked.length)}`, charges };
  }

  private take(key: string, body: Json): object {
    const before = this.told.get(key);
    if (before) before.times += 1;
    else this.told.set(key, { body, times: 1 });
    return {};
  }
}

/** Gives the spec file an engine of its own, whose address every process that is started afterwards is told. */
export function usingTaxEngine(): () => TestTaxEngine {
  let engine: TestTaxEngine | undefined;
  beforeAll(async () => {
    engine = await TestTaxEngine.start();
    Object.assign(process.env, { TAX_ENGINE_URL: engine.url, TAX_ENGINE_TOKEN: 'engine-token' });
  });
  afterAll(async () => {
    Reflect.deleteProperty(process.env, 'TAX_ENGINE_URL');
    Reflect.deleteProperty(process.env, 'TAX_ENGINE_TOKEN');
    await engine?.close();
  });
  return () => {
    if (!engine) throw new Error('the tax engine is open inside tests and hooks only');
    return engine;
  };
}
