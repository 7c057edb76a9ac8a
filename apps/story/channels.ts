import type { Document } from './somebody.js';
import type { Stage } from './stage.js';

/** As much of a channel as another one is modelled on. */
export interface Channel {
  readonly id: string;
  readonly code: string;
  readonly currencies: readonly [string, ...string[]];
  readonly locales: readonly string[];
  readonly country: string;
  readonly legalEntityId: string;
  readonly locationIds: readonly string[];
}

const fields = 'id code currencies locales country legalEntityId locationIds';
const channel: Document<Channel | null> = { text: `{ channel { ${fields} } }` };
const channels: Document<readonly Channel[]> = { text: `{ channels { ${fields} } }` };
const createChannel: Document<{ readonly channel: Channel }> = {
  text: `mutation ($input: CreateChannelInput!) {
  createChannel(input: $input) {
    channel { ${fields} }
    userErrors { code message path }
  }
}`,
};

/** The channel that a guest is in who names none: the web shop. */
export function webShop(stage: Stage): Promise<Channel> {
  return stage.asks(stage.somebody('a guest'), channel) as Promise<Channel>;
}

/** A channel beside the web shop, which sells from the same locations; made by the first telling, found by the next. */
export async function channelBeside(stage: Stage, web: Channel, kind: 'TILL' | 'PORTAL'): Promise<Channel> {
  const code = `story-${kind.toLowerCase()}`;
  const known = (await stage.asks(stage.staff, channels)).find((each) => each.code === code);
  if (known) {
    stage.told(`the channel ${code} is there already`);
    return known;
  }
  const { currencies, locales, country, legalEntityId, locationIds } = web;
  const made = await stage.shows(stage.staff, createChannel, {
    input: {
      code,
      name: `The story's ${kind.toLowerCase()}`,
      kind,
      currencies,
      locales,
      country,
      legalEntityId,
      locationIds,
      paymentProviders: ['sandbox', 'manual'],
    },
  });
  const visitor = stage.somebody('a visitor', { 'x-channel': code });
  await stage.everywhere(
    visitor,
    channel,
    {},
    (seen) => seen?.id === made.channel.id,
    `the channel ${code} does not open everywhere`,
  );
  stage.told(`the channel ${code} sells from the same stock`);
  return made.channel;
}
