import { spawn } from 'node:child_process';
import { Kind, OperationTypeNode, parse } from 'graphql';
import { openBranches } from '../../apps/seed/demo-branches.js';
import { read } from '../architecture/source.js';
import type { Json } from '../support/api.js';
import { aLiveClient, hear, liveUrl } from '../support/live.js';
import { usingShop } from '../support/shop.js';
import { filled, pastesOf, type PageRequest } from './requests.js';

describe.each([
  ['storefront', 1],
  ['till', 0],
  ['portal', 0],
])('docs/%s.md', (name, programs) => {
  const shop = usingShop();
  /** What was answered so far, by root field. */
  const answers: Record<string, unknown> = {};

  beforeAll(async () => {
    const { tillKey, organizationId } = await openBranches(shop().app);
    const staffKey = String(shop().staff['authorization']).replace('Bearer ', '');
    Object.assign(answers, { 'staff key': staffKey, 'till key': tillKey, organization: organizationId });
  });

  test('shows what works as it stands, one after the other, up to an order', async () => {
    const pastes = pastesOf(read(`docs/${name}.md`));
    expect(pastes.filter(({ kind }) => kind === 'js')).toHaveLength(programs);
    expect(pastes.length).toBeGreaterThan(programs + 10);
    for (const paste of pastes)
      if (paste.kind === 'js') expect(await firstWords(filled(paste.text, answers))).toMatch(/^PRESENT 1 \d+\.\d\d$/);
      else await asks(paste);
    expect(answers).toMatchObject({ placeOrder: { order: { state: 'PLACED' } } });
  }, 30_000);

  async function asks({ query, headers, variables }: PageRequest): Promise<void> {
    const given = Object.entries(headers).map(([header, value]) => [header, filled(value, answers)]);
    const wanted = JSON.parse(filled(variables, answers)) as Readonly<Record<string, unknown>>;
    const answer = isSubscription(query) ? heard : shop().gql;
    const { data, errors } = await answer(query, wanted, Object.fromEntries(given) as Record<string, string>);
    expect([query, errors]).toEqual([query, undefined]);
    for (const each of Object.values(data as Record<string, Json>))
      if (each?.userErrors) expect([query, each.userErrors]).toEqual([query, []]);
    Object.assign(answers, data);
  }

  /** The first answer to a subscription. */
  async function heard(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    headers: Readonly<Record<string, string>>,
  ): Promise<Json> {
    const client = aLiveClient(shop().url, headers);
    const answer = await hear(client, query, variables).next();
    await client.dispose();
    return answer;
  }

  /** The first line that a program prints, run as it stands but for where the shop is. */
  async function firstWords(program: string): Promise<string> {
    const child = spawn(process.execPath, ['--input-type=module', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(program.replace('ws://127.0.0.1:4000/graphql', liveUrl(shop().url)));
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.includes('\n')) break;
    }
    child.kill();
    return said.trim();
  }
});

function isSubscription(query: string): boolean {
  const [definition] = parse(query).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION;
}
