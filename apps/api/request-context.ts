import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { AccessService, comesFrom, holderOf, secretPrefixes, SessionService, type Key } from '#access';
import { channelCurrency, ChannelsService, noChannel } from '#channels';
import { type Actor, type Buyer, type ChannelRef, type Context, type CurrencyCode, stranger } from '#kernel';
import { BuyersService } from '#organizations';
import { Config } from '#platform/config';
import { InternalError, type Asked, type Masking, type RequestNote } from '#platform/graphql';
import { localesFor } from './locales.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the log will say of the request's operation. */
    note: RequestNote | null;
  }
}

/** As much of a request as says who asks: that of HTTP, or one on a WebSocket, whose headers came in its first message. */
export type Asking = Pick<FastifyRequest, 'id' | 'headers' | 'ip'> & { note: RequestNote | null };

/** Who asks, and which channels its key is bound to; null: all of them. */
interface Caller {
  readonly actor: Actor;
  readonly channelIds: Key['channelIds'] | null;
}

const guest: Caller = { actor: { kind: 'guest' }, channelIds: null };
const bearer = /^Bearer ([\w.~+/=-]{1,2000})$/i;

/** Reads from a request's headers who asks, for whom, in which channel, currency and languages. A guest's costs no statement. */
@Injectable()
export class RequestContexts {
  constructor(
    private readonly access: AccessService,
    private readonly sessions: SessionService,
    private readonly buyers: BuyersService,
    private readonly channels: ChannelsService,
    private readonly config: Config,
  ) {}

  /** @throws GraphQLError with its HTTP status when a header names what is not there */
  async of(request: Asking, masking: Masking): Promise<Asked> {
    const { actor, channelIds } = await this.asking(request, masking, this.callerOf(request));
    const channel = this.channelOf(headerOf(request, 'x-channel'), channelIds);
    const context: Context = {
      actor,
      buyer: await this.asking(request, masking, this.buyerOf(actor, headerOf(request, 'x-organization'))),
      channel,
      currency: currencyFor(headerOf(request, 'x-currency'), channel),
      locales: localesFor(request.headers['accept-language'], channel.locales),
      requestId: request.id,
    };
    comesFrom(context, request.ip);
    const note: RequestNote = { operation: null, errors: 0 };
    request.note = note;
    return { context, req: note };
  }

  /** What the database says; what goes wrong with it is reported and masked. */
  private async asking<T>({ id }: Asking, { report }: Masking, answer: T | Promise<T>): Promise<T> {
    if (!(answer instanceof Promise)) return answer;
    return answer.catch((error: unknown) => {
      if (error instanceof GraphQLError) throw error;
      report(error, id, 'authorization');
      throw new InternalError(id);
    });
  }

  private callerOf(request: Asking): Caller | Promise<Caller> {
    const { authorization } = request.headers;
    const shown = headerOf(request, 'x-publishable-key');
    if (authorization === undefined && shown === undefined) {
      if (this.config.requirePublishableKey) throw keyMissing();
      return guest;
    }
    return this.knownCaller(authorization, shown);
  }

  private async knownCaller(authorization: string | undefined, shown: string | undefined): Promise<Caller> {
    const { actor, channelIds } = authorization === undefined ? guest : await this.holderOf(authorization);
    // whoever has a key of its own needs none of a storefront, and is bound by its own
    if (actor.kind === 'staff' || actor.kind === 'device') return { actor, channelIds };
    if (shown === undefined) {
      if (this.config.requirePublishableKey) throw keyMissing();
      return { actor, channelIds };
    }
    const key = await this.access.keyOf(shown);
    if (key?.kind !== 'PUBLISHABLE') throw refusal('UNAUTHENTICATED', 401, 'the publishable key is unknown or has been revoked');
    return { actor, channelIds: key.channelIds };
  }

  private async holderOf(authorization: string): Promise<Caller> {
    const secret = bearer.exec(authorization)?.[1];
    if (secret === undefined)
      throw refusal('UNAUTHENTICATED', 401, 'the header authorization must be "Bearer " and a key or an access token');
    if (secret.startsWith(secretPrefixes.PUBLISHABLE))
      throw refusal('UNAUTHENTICATED', 401, 'a publishable key belongs into the header x-publishable-key');
    // an access token has dots, a key has none
    if (secret.includes('.')) {
      const actor = await this.sessions.authenticate(secret);
      if (actor) return { actor, channelIds: null };
      throw refusal('UNAUTHENTICATED', 401, 'the access token has ended: refresh the session or sign in again');
    }
    const key = await this.access.keyOf(secret);
    const actor = key && holderOf(key);
    if (!actor) throw refusal('UNAUTHENTICATED', 401, 'the key is unknown or has been revoked');
    return { actor, channelIds: key.kind === 'DEVICE' ? key.channelIds : null };
  }

  private buyerOf(actor: Actor, unitId: string | undefined): Buyer | Promise<Buyer> {
    if (actor.kind === 'customer') return this.knownBuyer(actor.id, unitId);
    if (unitId === undefined) return stranger;
    throw refusal(
      'FORBIDDEN',
      403,
      'only a customer who has signed in buys for an organization: leave out the header x-organization',
    );
  }

  private async knownBuyer(customerId: NonNullable<Buyer['customerId']>, unitId: string | undefined): Promise<Buyer> {
    const buyer = await this.buyers.of(customerId, unitId ?? null);
    if (buyer) return buyer;
    throw unitId === undefined
      ? refusal('UNAUTHENTICATED', 401, 'this account has been closed')
      : refusal('FORBIDDEN', 403, 'you do not buy for this organization: correct or leave out the header x-organization');
  }

  private channelOf(code: string | undefined, channelIds: Caller['channelIds']): ChannelRef {
    if (code === undefined && channelIds === null) return this.channels.defaultChannel() ?? noChannel;
    const channel = code === undefined ? this.firstOf(channelIds ?? []) : this.channels.channelOf(code);
    if (!channel) {
      const why =
        code === undefined
          ? 'the channel of this key does not sell at the moment'
          : `there is no channel ${JSON.stringify(code.slice(0, 40))}: correct or leave out the header x-channel`;
      throw refusal('BAD_REQUEST', 400, why);
    }
    if (channelIds === null || channelIds.includes(channel.id)) return channel;
    throw refusal('FORBIDDEN', 403, `this key is not for the channel ${channel.code}: correct or leave out the header x-channel`);
  }

  /** The first of the channels that sells. */
  private firstOf(channelIds: readonly string[]): ChannelRef | undefined {
    const active = this.channels.active();
    return channelIds.map((wanted) => active.find(({ id }) => id === wanted)).find((channel) => channel !== undefined);
  }
}

function currencyFor(code: string | undefined, channel: ChannelRef): CurrencyCode {
  const currency = code === undefined ? channel.currencies[0] : channelCurrency(channel, code);
  if (currency) return currency;
  const offered = channel.currencies.join(', ');
  const asked = JSON.stringify((code ?? '').slice(0, 10));
  throw refusal(
    'BAD_REQUEST',
    400,
    `the channel ${channel.code} does not sell in ${asked}; the header x-currency may be ${offered}`,
  );
}

function headerOf(request: Asking, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function keyMissing(): GraphQLError {
  return refusal('UNAUTHENTICATED', 401, 'this shop asks storefronts for their key: send it as the header x-publishable-key');
}

function refusal(code: string, status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
