import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { AccessService } from '#access';
import { channelCurrency, ChannelsService, noChannel } from '#channels';
import { type Actor, type ChannelRef, type Context, type CurrencyCode, stranger } from '#kernel';
import { InternalError, type Asked, type Masking, type RequestNote } from '#platform/graphql';
import { localesFor } from './locales.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the log will say of the request's operation. */
    note: RequestNote | null;
  }
}

const guest: Actor = { kind: 'guest' };
const bearer = /^Bearer ([\w.~+/=-]{1,200})$/i;

/** Reads from a request's headers who asks, in which channel, currency and languages. A guest's costs no statement. */
@Injectable()
export class RequestContexts {
  constructor(
    private readonly access: AccessService,
    private readonly channels: ChannelsService,
  ) {}

  /** @throws GraphQLError with its HTTP status when a header names what is not there */
  async of(request: FastifyRequest, masking: Masking): Promise<Asked> {
    const { authorization } = request.headers;
    const actor = authorization === undefined ? guest : await this.actorOf(authorization, request.id, masking);
    const channel = this.channelOf(headerOf(request, 'x-channel'));
    const context: Context = {
      actor,
      buyer: stranger,
      channel,
      currency: currencyFor(headerOf(request, 'x-currency'), channel),
      locales: localesFor(request.headers['accept-language'], channel.locales),
      requestId: request.id,
    };
    const note: RequestNote = { operation: null, errors: 0 };
    request.note = note;
    return { context, req: note };
  }

  private async actorOf(authorization: string, requestId: string, { report }: Masking): Promise<Actor> {
    const secret = bearer.exec(authorization)?.[1];
    if (secret === undefined) throw refusal('UNAUTHENTICATED', 401, 'the header authorization must be "Bearer " and a key');
    const actor = await this.access.authenticate(secret).catch((error: unknown) => {
      report(error, requestId, 'authorization');
      throw new InternalError(requestId);
    });
    if (actor) return actor;
    throw refusal('UNAUTHENTICATED', 401, 'the key is unknown or has been revoked');
  }

  private channelOf(code: string | undefined): ChannelRef {
    if (code === undefined) return this.channels.defaultChannel() ?? noChannel;
    const channel = this.channels.channelOf(code);
    if (channel) return channel;
    throw refusal(
      'BAD_REQUEST',
      400,
      `there is no channel ${JSON.stringify(code.slice(0, 40))}: correct or leave out the header x-channel`,
    );
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

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function refusal(code: string, status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
