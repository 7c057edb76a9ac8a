import { layers } from '../../libs/layers.js';
import { impurities, mustBePure, waysToNode } from './purity.js';
import { badName, openDoors, shrugs, tooLong, undocumented } from './manners.js';
import { foldersIn, isSpec, libOf, source, sourcesUnder } from './source.js';
import { neverCalled, strangers, throughWalls, wrongFloors } from './walls.js';

const all = sourcesUnder('libs', 'apps', 'test');
const libs = all.filter(({ path }) => path.startsWith('libs/'));
const written = libs.filter(({ path }) => !isSpec(path));

describe('the house', () => {
  it('is drawn so that calls only go down', () => {
    expect(wrongFloors(layers)).toEqual([]);
    expect(wrongFloors({ kernel: [], cart: ['kernel', 'orders'], orders: [] })).toEqual([
      'cart names orders, which does not stand above it',
    ]);
  });

  it('has no rooms that the drawing does not show', () => {
    expect(strangers(layers, foldersIn('libs'))).toEqual([]);
    expect(strangers({ kernel: [] }, ['kernel', 'shed'])).toEqual(['libs/shed is not in libs/layers.ts']);
  });

  it('draws no way that nobody goes', () => {
    expect(neverCalled(layers, libs)).toEqual([]);
    const tax = source('libs/tax/tax.ts', `import { x } from '#kernel';`);
    expect(neverCalled({ kernel: [], holds: [], tax: ['kernel', 'holds'] }, [tax])).toEqual([
      'tax names holds and never calls it',
    ]);
  });

  it('is walked through its doors, downwards', () => {
    expect(all.flatMap((file) => throughWalls(layers, file))).toEqual([]);
  });

  it.each([
    ['libs/tax/tax.ts', `import { x } from '#orders';`, 'tax may not call orders (libs/layers.ts)'],
    ['libs/tax/tax.ts', `export { x } from '#orders/rules';`, 'tax may not call orders (libs/layers.ts)'],
    ['libs/tax/tax.ts', `const x = await import('#orders');`, 'tax may not call orders (libs/layers.ts)'],
    ['libs/tax/tax.ts', `type X = import('#orders').Order;`, 'tax may not call orders (libs/layers.ts)'],
    ['libs/engine/tax.ts', `import { x } from '#platform/db';`, 'engine may not call platform (libs/layers.ts)'],
    ['libs/tax/tax.ts', `import { x } from '#engine/rounding';`, 'it is no door: they are #lib, #lib/rules and #platform/name'],
    [
      'libs/tax/tax.ts',
      `import { x } from '#platform/db/database';`,
      'it is no door: they are #lib, #lib/rules and #platform/name',
    ],
    ['libs/tax/tax.ts', `import { x } from '#tax/rules';`, 'inside a lib one imports relatively'],
    ['libs/tax/tax.ts', `import { x } from '#shed';`, 'there is no such lib'],
    ['libs/tax/rates/tax.ts', `import { x } from '../../engine/index.js';`, 'it leads out of libs/tax/'],
    ['libs/tax/tax.ts', `import { x } from '../../apps/api/main.js';`, 'it leads out of libs/tax/'],
    ['libs/platform/queue/queue.ts', `import { x } from '../db/database.js';`, 'it leads out of libs/platform/queue/'],
    ['apps/api/main.ts', `import { x } from '../../libs/tax/index.js';`, 'it leads out of apps/'],
    ['test/story.spec.ts', `import { x } from '../libs/tax/tax.js';`, 'it leads out of test/'],
  ])('refuses in %s: %s', (path, text, why) => {
    expect(throughWalls(layers, source(path, text))).toEqual([
      expect.stringMatching(new RegExp(`: ${why.replace(/[()]/g, '\\$&')}$`)),
    ]);
  });

  it.each([
    ['libs/tax/tax.ts', `import { x } from '#engine';`],
    ['libs/tax/rates/tax.ts', `import { x } from '../tax.js';`],
    ['libs/platform/queue/queue.ts', `import { x } from '#platform/db';`],
    ['libs/tax/tax.spec.ts', `import { x } from '#orders'; import { y } from '../../test/support/database.js';`],
    ['apps/api/main.ts', `import { x } from '#orders';`],
  ])('allows in %s: %s', (path, text) => {
    expect(throughWalls(layers, source(path, text))).toEqual([]);
  });
});

describe('a file without a doing-suffix', () => {
  it('is pure', () => {
    expect(written.filter(({ path }) => mustBePure(path)).flatMap(impurities)).toEqual([]);
  });

  it.each([
    [`export async function f() {}`, 'is async'],
    [`const f = async () => 1;`, 'is async'],
    [`for await (const x of y) z(x);`, 'awaits'],
    [`const now = Date.now();`, 'reads the clock'],
    [`const now = new Date();`, 'reads the clock'],
    [`const dice = Math.random();`, 'rolls dice'],
    [`const id = crypto.randomUUID();`, 'rolls dice'],
    [`setTimeout(f, 1);`, 'waits'],
    [`const key = process.env['KEY'];`, 'asks the process'],
    [`import { Injectable } from '@nestjs/common';`, 'imports @nestjs/common'],
    [`import { Pool } from 'pg';`, 'imports pg'],
    [`import { Queue } from 'bullmq';`, 'imports bullmq'],
    [`import { statement } from '#platform/db';`, 'imports #platform/db'],
    [`import { newId } from '#platform/ids';`, 'imports #platform/ids'],
    [`import { readFile } from 'node:fs/promises';`, 'imports node:fs/promises'],
    [`import { randomUUID } from 'node:crypto';`, 'imports node:crypto'],
  ])('may not say: %s', (text, why) => {
    expect(impurities(source('libs/tax/tax.ts', text))).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    `const then = new Date(0);`,
    `import type { Statement } from '#platform/db';`,
    `import { createHash } from 'node:crypto';`,
    `import { z } from 'zod';`,
    `const text = 'async await Date.now()';`,
  ])('may say: %s', (text) => {
    expect(impurities(source('libs/tax/tax.ts', text))).toEqual([]);
  });

  it.each([
    ['libs/tax/tax.ts', true],
    ['libs/tax/tax.errors.ts', true],
    ['libs/orders/order.machine.ts', true],
    ['libs/kernel/money.ts', true],
    ['libs/tax/tax.service.ts', false],
    ['libs/tax/tax.repository.ts', false],
    ['libs/tax/index.ts', false],
    ['libs/platform/db/database.ts', false],
    ['libs/events/outbox.ts', false],
    ['libs/tax/tax.spec.ts', false],
  ])('%s must be pure: %s', (path, pure) => {
    expect(mustBePure(path)).toBe(pure);
  });
});

describe('kernel, engine and the rules doors', () => {
  it('run where there is no Node', () => {
    const files = new Map(written.map((file) => [file.path, file]));
    const starts = [...files.keys()].filter(
      (path) => ['kernel', 'engine'].includes(libOf(path) ?? '') || /^libs\/[^/]+\/rules\.ts$/.test(path),
    );
    expect(starts).toContain('libs/kernel/index.ts');
    // one way each says enough
    expect(starts.flatMap((start) => waysToNode(start, files).slice(0, 1))).toEqual([]);
  });

  it('are followed all the way', () => {
    const files = new Map(
      [
        source('libs/cart/rules.ts', `export { f } from './cart.js';`),
        source('libs/cart/cart.ts', `import type { Pool } from 'pg'; import { g } from '#engine/rules';`),
        source('libs/engine/rules.ts', `import { readFile } from 'node:fs/promises'; import { h } from '#platform/ids';`),
      ].map((file) => [file.path, file]),
    );
    expect(waysToNode('libs/cart/rules.ts', files)).toEqual([
      'libs/cart/rules.ts → libs/cart/cart.ts → libs/engine/rules.ts → node:fs/promises',
      'libs/cart/rules.ts → libs/cart/cart.ts → libs/engine/rules.ts → #platform/ids',
    ]);
  });
});

describe('every file', () => {
  it('can be read in a sitting', () => {
    expect(all.flatMap(tooLong)).toEqual([]);
    expect(tooLong(source('libs/tax/tax.ts', 'x;\n'.repeat(300)))).toEqual([]);
    expect(tooLong(source('libs/tax/tax.ts', 'x;\n'.repeat(301)))).toHaveLength(1);
  });

  it('is named after what it is about', () => {
    expect(all.flatMap(({ path }) => badName(path))).toEqual([]);
    for (const name of [
      'utils.ts',
      'helpers.ts',
      'cart-helper.ts',
      'common.ts',
      'cart.manager.ts',
      'CartService.ts',
      'cart_service.ts',
    ]) {
      expect(badName(`libs/cart/${name}`)).toHaveLength(1);
    }
    expect(badName('libs/cart/cart.service.db.spec.ts')).toEqual([]);
  });

  it('looks at what the checkers say, and leaves nothing for later', () => {
    expect(all.flatMap(shrugs)).toEqual([]);
    for (const text of [
      'f(x as any);',
      '// @ts-ignore\nf();',
      'f(); // eslint-disable-line',
      'f({ /* TODO */ });',
      'f();\n// FIXME',
    ]) {
      expect(shrugs(source('libs/tax/tax.ts', text))).toHaveLength(1);
    }
    expect(shrugs(source('libs/tax/tax.ts', `const x = 'TODO // @ts-ignore' as unknown;`))).toEqual([]);
  });

  it('exports names', () => {
    expect(libs.flatMap(openDoors)).toEqual([]);
    expect(openDoors(source('libs/tax/index.ts', `export * from './tax.js';`))).toHaveLength(1);
    expect(openDoors(source('libs/tax/index.ts', `export type * from './tax.js';`))).toHaveLength(1);
    expect(openDoors(source('libs/tax/index.ts', `export type * from './generated/types.js';`))).toEqual([]);
    expect(openDoors(source('libs/tax/index.ts', `export default 1;`))).toHaveLength(1);
    expect(openDoors(source('libs/tax/index.ts', `export { f } from './tax.js';`))).toEqual([]);
  });

  it('says what its exports are', () => {
    expect(written.flatMap(undocumented)).toEqual([]);
    expect(
      undocumented(source('libs/tax/tax.ts', '// plain\nexport function f() {}\n/** Said. */\nexport const g = 1;')),
    ).toEqual(['libs/tax/tax.ts:2 says nothing about f']);
    expect(undocumented(source('libs/tax/tax.ts', '/** Said. */\n@Injectable()\nexport class A {}\nexport type B = 1;'))).toEqual(
      ['libs/tax/tax.ts:4 says nothing about B'],
    );
  });
});
