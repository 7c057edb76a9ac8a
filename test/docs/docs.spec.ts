import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { scenarioSchema } from '#engine';
import { contracts } from '#events';
import { machine, type Machine } from '#kernel';
import { filesUnder, read } from '../architecture/source.js';
import { eventsPage, machinesPage, permissionsPage, schemaPage } from './pages.js';

const folder = fileURLToPath(new URL('../../docs/generated/', import.meta.url));
const schemas = () => filesUnder('.graphql', 'libs').map(read);

/** Every machine that a `.machine.ts` file exports. */
async function machines(): Promise<Machine<string>[]> {
  const modules = await Promise.all(
    filesUnder('.machine.ts', 'libs').map(async (path) => (await import(`../../${path}`)) as Readonly<Record<string, unknown>>),
  );
  return modules.flatMap((module) => Object.values(module).filter(isMachine));
}

function isMachine(value: unknown): value is Machine<string> {
  return typeof value === 'object' && value !== null && 'initial' in value && 'to' in value;
}

describe('docs/generated', () => {
  it.each([
    ['schema.graphql', () => schemaPage(schemas())],
    ['events.md', () => eventsPage(contracts)],
    ['machines.md', async () => machinesPage(await machines())],
    ['permissions.md', () => permissionsPage(schemas())],
    ['../scenario.schema.json', () => `${JSON.stringify(scenarioSchema(), null, 2)}\n`],
  ])('%s is what npm run print-docs prints', async (name, print) => {
    const printed = await print();
    if (process.env['PRINT_DOCS']) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(folder + name, printed);
    }
    expect(existsSync(folder + name) ? readFileSync(folder + name, 'utf8') : 'nothing yet').toBe(printed);
  });
});

describe('a printed page', () => {
  const sdl = [
    `"""What can be read.""" type Query { """Z.""" z: Int @allow(to: EVERYONE) }
     """Grants.""" enum Permission { """All.""" EVERYONE """Carts.""" MANAGE_CARTS }`,
    `extend type Query { """A.""" a: Int @allow(to: MANAGE_CARTS) } """B.""" type B { """Y.""" y: Int """X.""" x: Int }`,
  ];

  it('merges the schema, sorted, with its permissions', () => {
    expect(schemaPage(sdl).replace(/"""[^"]*"""\n */g, '')).toBe(
      `# Printed by npm run print-docs\n\ntype Query {\n  a: Int @allow(to: MANAGE_CARTS)\n  z: Int @allow(to: EVERYONE)\n}\n\n` +
        `type B {\n  y: Int\n  x: Int\n}\n\nenum Permission {\n  EVERYONE\n  MANAGE_CARTS\n}\n`,
    );
  });

  it('lists what a permission opens', () => {
    expect(permissionsPage(sdl)).toContain('## EVERYONE\n\nAll.\n\n- `Query.z`\n\n## MANAGE_CARTS\n\nCarts.\n\n- `Query.a`\n');
  });

  it('shows what an event says', () => {
    const payload = z.object({
      cartId: z.string(),
      lines: z.array(z.object({ sku: z.string().nullable() })),
      how: z.enum(['a', 'b']),
    });
    const contract = { type: 'cart.updated', aggregate: 'cart', schemaVersion: 2, description: 'A cart changed.', payload };
    expect(eventsPage([contract])).toContain(
      '## cart.updated\n\nA cart changed.\n\nAggregate `cart`, payload version 2.\n\n| Field | Type |\n|---|---|\n' +
        '| `cartId` | string |\n| `lines` | list of { sku: string or null } |\n| `how` | `a` or `b` |\n',
    );
  });

  it('draws machines', () => {
    expect(machinesPage([machine('door', 'OPEN', { OPEN: ['SHUT'], SHUT: [] })])).toContain(
      '## door\n\n```mermaid\nstateDiagram-v2\n  [*] --> OPEN\n  OPEN --> SHUT\n  SHUT --> [*]\n```\n',
    );
  });
});
