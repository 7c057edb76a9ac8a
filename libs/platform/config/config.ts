import { z } from 'zod';
import { StartupError } from './startup-error.js';

/** What `process.env` is. */
export type Environment = Readonly<Record<string, string | undefined>>;

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);
const address = (...schemes: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol));
const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values);

/** Each variable: how it is read, what it is when unset, and how a wrong value is answered. */
const variables = {
  NODE_ENV: { reads: choice(['development', 'test', 'production']), unset: 'development', is: 'development, test or production' },
  HOST: {
    reads: z.string().regex(/^[\w.:-]+$/),
    unset: '127.0.0.1',
    is: 'an address to listen on, such as 127.0.0.1 or 0.0.0.0',
  },
  PORT: { reads: whole(0, 65535), unset: '4000', is: 'a port from 0 (any free one) to 65535' },
  CORS_ORIGINS: {
    reads: z
      .string()
      .transform((text) => text.split(',').map((origin) => origin.trim()))
      .refine((origins) => origins.every((origin) => origin === '*' || /^[a-z][a-z\d+.-]*:\/\/[a-z\d.:[\]-]+$/.test(origin)))
      .nullable(),
    unset: null,
    is: 'origins such as https://shop.example,https://till.example, or *',
  },
  DATABASE_URL: {
    reads: address('postgres:', 'postgresql:').nullable(),
    unset: null,
    is: 'an address such as postgresql://user:password@host:5432/database',
  },
  DATABASE_POOL: { reads: whole(1, 1000), unset: '10', is: 'a number of connections from 1 to 1000' },
  REDIS_URL: { reads: address('redis:', 'rediss:').nullable(), unset: null, is: 'an address such as redis://host:6379' },
  EVENT_CONSUMERS: {
    reads: z
      .string()
      .regex(/^[a-z][a-z0-9-]*=[a-z.*]+(,[a-z.*]+)*(;[a-z][a-z0-9-]*=[a-z.*]+(,[a-z.*]+)*)*$/)
      .nullable(),
    unset: null,
    is: 'names with the events that each hears, such as erp=order.*,stock.changed;crm=order.placed',
  },
  LOG_LEVEL: {
    reads: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    unset: 'info',
    is: 'fatal, error, warn, info, debug, trace or silent',
  },
  INTROSPECTION: { reads: choice(['on', 'off']).nullable(), unset: null, is: 'on or off' },
  MAX_DEPTH: { reads: whole(1, 100), unset: '12', is: 'a depth of selections from 1 to 100' },
  MAX_COST: { reads: whole(1, 10_000_000), unset: '20000', is: 'a cost from 1 to 10000000' },
  MAX_ALIASES: { reads: whole(0, 1000), unset: '30', is: 'a number of aliases from 0 to 1000' },
  MAX_BODY_BYTES: { reads: whole(1024, 100_000_000), unset: '1048576', is: 'a number of bytes from 1024 to 100000000' },
  REQUEST_SECONDS: { reads: whole(1, 600), unset: '15', is: 'a number of seconds from 1 to 600' },
  STATEMENT_SECONDS: { reads: whole(1, 3600), unset: '20', is: 'a number of seconds from 1 to 3600' },
  ANSWER_SECONDS: { reads: whole(1, 3600), unset: '30', is: 'a number of seconds from 1 to 3600' },
  BEHIND_TLS: { reads: choice(['on', 'off']), unset: 'off', is: 'on or off' },
  METRICS_PORT: { reads: whole(0, 65535).nullable(), unset: null, is: 'a port from 0 (any free one) to 65535' },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    reads: address('http:', 'https:').nullable(),
    unset: null,
    is: 'an address such as http://collector:4318',
  },
  OTEL_SERVICE_NAME: {
    reads: z.string().regex(/^[\w.-]{1,60}$/),
    unset: 'cartwright',
    is: 'a name of letters, digits, dots and dashes',
  },
  TAX_ENGINE_URL: { reads: address('http:', 'https:').nullable(), unset: null, is: 'an address such as https://tax.example/v1' },
  TAX_ENGINE_TOKEN: { reads: z.string().max(4000).nullable(), unset: null, is: 'a token of at most 4000 characters' },
  LIVE_CONNECTIONS: { reads: whole(1, 1_000_000), unset: '200', is: 'a number of connections from 1 to 1000000' },
  LIVE_OPERATIONS: { reads: whole(1, 1000), unset: '20', is: 'a number of operations from 1 to 1000' },
  LIVE_CHECK_SECONDS: { reads: whole(1, 60), unset: '20', is: 'a number of seconds from 1 to 60' },
  REQUIRE_PUBLISHABLE_KEY: { reads: choice(['true', 'false']), unset: 'false', is: 'true or false' },
  TRUST_PROXY: { reads: whole(0, 10), unset: '0', is: 'a number of proxies from 0 to 10' },
  SESSION_DAYS: { reads: whole(1, 3650), unset: '30', is: 'a number of days from 1 to 3650' },
  STAFF_SESSION_HOURS: { reads: whole(1, 8760), unset: '12', is: 'a number of hours from 1 to 8760' },
  EVENT_DAYS: { reads: whole(7, 36_500), unset: '400', is: 'a number of days from 7 to 36500' },
  ENDED_DAYS: { reads: whole(7, 36_500), unset: '400', is: 'a number of days from 7 to 36500' },
  CART_DAYS: { reads: whole(1, 3650), unset: '90', is: 'a number of days from 1 to 3650' },
  SWEEP_SECONDS: { reads: whole(1, 3600), unset: '5', is: 'a number of seconds from 1 to 3600' },
  PAYMENT_SILENCE_SECONDS: { reads: whole(1, 3600), unset: '30', is: 'a number of seconds from 1 to 3600' },
  SHUTDOWN_SECONDS: { reads: whole(1, 600), unset: '15', is: 'a number of seconds from 1 to 600' },
} as const;

/** The names of all variables. */
export const variableNames: readonly string[] = Object.keys(variables);

type Name = keyof typeof variables;
type Values = { readonly [N in Name]: z.infer<(typeof variables)[N]['reads']> };

/** What the operator decides through environment variables, checked once at start. */
export class Config {
  /** Development is outspoken (introspection, readable log), production is not. */
  readonly mode: 'development' | 'test' | 'production';
  /** Where HTTP listens; port 0 takes any free one. */
  readonly host: string;
  readonly port: number;
  /** The origins whose pages may call the API from a browser, `*` for any: unless decided otherwise any, in production none. */
  readonly corsOrigins: readonly string[];
  /** The PostgreSQL to use; null: none was named, and only `npm start` and the tests bring their own. */
  readonly databaseUrl: string | null;
  /** Connections to PostgreSQL for the work of one process. */
  readonly databasePool: number;
  /** The Redis to use; null: deliveries are polled from the database. */
  readonly redisUrl: string | null;
  /** The outside consumers of events, each with what it hears: `erp=order.*,stock.changed;crm=order.placed`. */
  readonly eventConsumers: string | null;
  readonly logLevel: Values['LOG_LEVEL'];
  /** Whether the schema may be asked for: unless decided otherwise, everywhere but in production. */
  readonly introspection: boolean;
  /** What one GraphQL request may at most be. */
  readonly limits: { readonly depth: number; readonly cost: number; readonly aliases: number; readonly bodyBytes: number };
  /** What a request may take: for its own bytes to arrive, for one statement of it, and for its answer. */
  readonly patience: { readonly requestSeconds: number; readonly statementSeconds: number; readonly answerSeconds: number };
  /** Whether clients reach this process through TLS alone, which browsers are then told to remember. */
  readonly behindTls: boolean;
  /** Where Prometheus asks for the figures of this process, a port of its own; null: nowhere. */
  readonly metricsPort: number | null;
  /** Where traces are sent (OTLP over HTTP) and under which name; null: none are made. */
  readonly traces: { readonly endpoint: string; readonly service: string } | null;
  /** The outside engine that speaks JSON over HTTP: where it is asked, and what it knows us by; null: there is none. */
  readonly taxEngine: { readonly url: string; readonly token: string | null } | null;
  /** WebSockets: how many one address may have open, what runs on each at a time, how often it is asked whether somebody reads who may. */
  readonly live: { readonly connections: number; readonly operations: number; readonly checkSeconds: number };
  /** Whether guests and customers are let in only through a storefront that shows its publishable key. */
  readonly requirePublishableKey: boolean;
  /** How many proxies stand before this process: so many of the last addresses in X-Forwarded-For are believed. */
  readonly trustedProxies: number;
  /** How long a session lasts at most, however busy it is: that of a customer, that of a member of staff. */
  readonly sessionHours: { readonly CUSTOMER: number; readonly STAFF: number };
  /** How long events are kept once they have been handed on. */
  readonly eventDays: number;
  /** How long holds and carts are kept that have ended. */
  readonly endedDays: number;
  /** How long a guest's cart is kept that nobody touches. */
  readonly cartDays: number;
  /** The pause between two rounds over what is due: payments to ask about, orders that waited in vain. */
  readonly sweepSeconds: number;
  /** How long nothing is heard of a payment before its provider is asked about it again. */
  readonly paymentSilenceSeconds: number;
  /** How long work in flight may take to finish once the process is asked to stop. */
  readonly shutdownSeconds: number;

  /** @throws StartupError on a value that cannot be meant */
  constructor(environment: Environment) {
    const values = read(environment);
    this.mode = values.NODE_ENV;
    this.host = values.HOST;
    this.port = values.PORT;
    this.corsOrigins = values.CORS_ORIGINS ?? (values.NODE_ENV === 'production' ? [] : ['*']);
    this.databaseUrl = values.DATABASE_URL;
    this.databasePool = values.DATABASE_POOL;
    this.redisUrl = values.REDIS_URL;
    this.eventConsumers = values.EVENT_CONSUMERS;
    this.logLevel = values.LOG_LEVEL;
    this.introspection = values.INTROSPECTION === null ? values.NODE_ENV !== 'production' : values.INTROSPECTION === 'on';
    this.limits = {
      depth: values.MAX_DEPTH,
      cost: values.MAX_COST,
      aliases: values.MAX_ALIASES,
      bodyBytes: values.MAX_BODY_BYTES,
    };
    this.patience = {
      requestSeconds: values.REQUEST_SECONDS,
      statementSeconds: values.STATEMENT_SECONDS,
      answerSeconds: values.ANSWER_SECONDS,
    };
    this.behindTls = values.BEHIND_TLS === 'on';
    this.metricsPort = values.METRICS_PORT;
    const endpoint = values.OTEL_EXPORTER_OTLP_ENDPOINT;
    this.traces = endpoint === null ? null : { endpoint, service: values.OTEL_SERVICE_NAME };
    this.taxEngine = values.TAX_ENGINE_URL === null ? null : { url: values.TAX_ENGINE_URL, token: values.TAX_ENGINE_TOKEN };
    this.live = {
      connections: values.LIVE_CONNECTIONS,
      operations: values.LIVE_OPERATIONS,
      checkSeconds: values.LIVE_CHECK_SECONDS,
    };
    this.requirePublishableKey = values.REQUIRE_PUBLISHABLE_KEY === 'true';
    this.trustedProxies = values.TRUST_PROXY;
    this.sessionHours = { CUSTOMER: values.SESSION_DAYS * 24, STAFF: values.STAFF_SESSION_HOURS };
    this.eventDays = values.EVENT_DAYS;
    this.endedDays = values.ENDED_DAYS;
    this.cartDays = values.CART_DAYS;
    this.sweepSeconds = values.SWEEP_SECONDS;
    this.paymentSilenceSeconds = values.PAYMENT_SILENCE_SECONDS;
    this.shutdownSeconds = values.SHUTDOWN_SECONDS;
  }
}

function read(environment: Environment): Values {
  return z
    .object(Object.fromEntries(Object.entries(variables).map(([name, { reads }]) => [name, reads])))
    .transform((values) => values as Values)
    .parse(
      Object.fromEntries(
        Object.entries(variables).map(([name, variable]) => [name, valueOf(name as Name, variable, environment)]),
      ),
    );
}

function valueOf(name: Name, variable: (typeof variables)[Name], environment: Environment): string | null {
  // an empty variable is how shells and compose files say "unset"
  const value = environment[name]?.trim();
  if (!value) return variable.unset;
  if (variable.reads.safeParse(value).success) return value;
  // an address may hold a password: it is not repeated
  const given = /_(URL|ENDPOINT|TOKEN)$/.test(name) ? 'what it is set to' : JSON.stringify(value);
  throw new StartupError(`${name} has to be ${variable.is}, which ${given} is not: correct it or leave it unset.`);
}
