import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Config, projectFolder, variableNames } from '#platform/config';
import { loose, stagesOf } from './images.js';

const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: unknown;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string; readonly timeout: string };
  readonly deploy?: { readonly replicas?: string; readonly resources?: { readonly limits?: { readonly memory?: string } } };
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly read_only?: boolean;
  readonly user?: string;
  readonly privileged?: boolean;
  readonly container_name?: string;
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const { postgres, redis, api, worker } = compose.services;
const all = Object.entries(compose.services);
const ours = [['api', api] as const, ['worker', worker] as const];

/** What a text with `${NAME:-else}` is when nothing is set. */
const unset = (text: string): string => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

describe('docker-compose.yml', () => {
  it('runs PostgreSQL, Redis, and any number of APIs and workers', () => {
    expect(Object.keys(compose.services)).toEqual(['postgres', 'redis', 'api', 'worker']);
    for (const [name, service] of ours) {
      // a name or a single port of the host would allow one of them only
      expect([name, service?.container_name]).toEqual([name, undefined]);
      expect([name, unset(String(service?.deploy?.replicas))]).toEqual([name, expect.stringMatching(/^\d+$/)]);
    }
    expect(api?.ports).toEqual([expect.stringMatching(/\d+-\d+:4000$/)]);
    expect(worker?.ports).toBeUndefined();
  });

  it('names its images down to the minor version', () => {
    const images = all.flatMap(([, { image }]) => (image === undefined || image.startsWith('cartwright') ? [] : [image]));
    expect(images).toHaveLength(2);
    expect(images.flatMap(loose)).toEqual([]);
  });

  it('looks whether each of them is well, and begins with those that others need', () => {
    for (const [name, { healthcheck }] of all)
      expect([name, healthcheck?.test[0]]).toEqual([name, expect.stringMatching(/^CMD/)]);
    for (const [, service] of ours)
      expect(service?.depends_on).toEqual({
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
      });
  });

  it('restarts what ends, and lets it finish first', () => {
    for (const [name, { restart }] of all) expect([name, restart]).toEqual([name, 'unless-stopped']);
    const { shutdownSeconds } = new Config({});
    for (const [, service] of ours)
      expect(Number.parseInt(service?.stop_grace_period ?? '0', 10)).toBeGreaterThan(shutdownSeconds);
  });

  it('gives our own processes no more rights than they need, and a measure of memory', () => {
    for (const [, service] of ours) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
      expect(service?.deploy?.resources?.limits?.memory).toMatch(/^\d+M$/);
    }
    for (const [name, service] of all) expect([name, service.privileged, service.user]).toEqual([name, undefined, undefined]);
  });

  it('keeps what must be kept, in volumes that it names', () => {
    const kept = [postgres, redis].flatMap((service) => service?.volumes ?? []);
    expect(kept.map((volume) => volume.split(':')[0])).toEqual(Object.keys(compose.volumes));
    for (const [, service] of ours) expect(service?.volumes).toBeUndefined();
  });

  it('shows PostgreSQL and Redis to our own processes alone', () => {
    for (const service of [postgres, redis]) expect(service?.ports).toBeUndefined();
  });

  it('holds no secret, and wants one to be given', () => {
    const passwords = read('docker-compose.yml').match(/\$\{POSTGRES_PASSWORD[^}]*\}/g) ?? [];
    expect(passwords.length).toBeGreaterThan(0);
    for (const password of passwords) expect(password).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
    expect(JSON.stringify(compose)).not.toMatch(/(password|secret|token|key)["']?\s*[:=]\s*["']?(?!\$\{)\w{4,}/i);
  });

  it('sets only variables that the configuration knows, to what it takes', () => {
    for (const [name, service] of ours) {
      const environment = service?.environment ?? {};
      expect([name, Object.keys(environment).filter((variable) => !variableNames.includes(variable))]).toEqual([name, []]);
      const values = Object.entries(environment).map(([variable, text]) => [
        variable,
        unset(text).replace(/\$\{\w+:\?[^}]*\}/g, 'x'),
      ]);
      const config = new Config(Object.fromEntries(values) as Record<string, string>);
      expect([config.databaseUrl, config.redisUrl]).toEqual([expect.stringContaining('@postgres:5432/'), 'redis://redis:6379']);
    }
  });

  it('keeps Redis from throwing jobs away, and PostgreSQL open for all', () => {
    expect(redis?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
    expect(postgres?.command?.join(' ')).toMatch(/max_connections=\d{3,}/);
  });
});

describe('Dockerfile', () => {
  const stages = stagesOf(read('Dockerfile'));
  const [build, last] = [stages[0], stages.at(-1)];

  it('is built in one stage and run in another, from the same pinned image', () => {
    expect(stages).toHaveLength(2);
    expect([build?.name, build?.image]).toEqual(['build', last?.image]);
    expect(stages.flatMap(({ image }) => loose(image))).toEqual([]);
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(Number(/node:(\d+)/.exec(last?.image ?? '')?.[1])).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]));
  });

  it('copies what is there', () => {
    const copied = stages.flatMap(({ instructions }) => instructions.filter(({ keyword }) => keyword === 'COPY'));
    const own = copied.filter(({ from }) => from === null).flatMap(({ words }) => words.slice(0, -1));
    expect(own.filter((path) => !existsSync(join(projectFolder, path)))).toEqual([]);
    const made = copied.filter(({ from }) => from === 'build').map(({ words }) => String(words.at(-2)));
    expect(made).not.toHaveLength(0);
    for (const path of made) {
      const inside = path.replace('/app/', '');
      expect([path, ['node_modules', 'dist'].includes(inside) || existsSync(join(projectFolder, inside))]).toEqual([path, true]);
    }
    expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['.git', '.data', 'node_modules', 'dist', '.env*']));
  });

  it('runs as somebody who owns nothing, in production, on a port above 1023', () => {
    const of = (keyword: string) => last?.instructions.filter((each) => each.keyword === keyword) ?? [];
    expect(of('USER').map(({ text }) => text)).toEqual(['node']);
    expect(
      of('ENV')
        .map(({ text }) => text)
        .join(' '),
    ).toContain('NODE_ENV=production');
    expect(of('EXPOSE').map(({ text }) => Number(text))).toEqual([4000]);
    expect(stages.flatMap(({ instructions }) => instructions.filter(({ keyword }) => keyword === 'ADD'))).toEqual([]);
    expect(JSON.stringify(stages)).not.toMatch(/(PASSWORD|SECRET|TOKEN)=/i);
  });

  it('starts a program of ours, without a shell in between that would swallow signals', () => {
    const starts = [last?.instructions.find(({ keyword }) => keyword === 'CMD'), { text: JSON.stringify(worker?.command) }];
    for (const start of starts) {
      const words = JSON.parse(start?.text ?? '[]') as string[];
      expect(words[0]).toBe('node');
      const program = words.find((word) => word.startsWith('dist/')) ?? '';
      expect([program, existsSync(join(projectFolder, program.replace('dist/', '').replace('.js', '.ts')))]).toEqual([
        program,
        true,
      ]);
    }
  });
});

it.each([
  ['node', ['node does not say which version']],
  ['node:latest', ['node:latest does not say which version']],
  ['postgres:18', ['postgres:18 does not say which minor version']],
  ['postgres:18.1', []],
  ['node:22.11-bookworm-slim', []],
])('%s is loose: %j', (image, found) => {
  expect(loose(image)).toEqual(found);
});
