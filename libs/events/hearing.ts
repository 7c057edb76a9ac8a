/** Who hears which events, by name and by type or pattern: `order.placed`, `order.*`. */
export interface Hearing {
  readonly name: string;
  readonly hears: readonly string[];
}

/** Names that are fit for a consumer and for its queue. */
const name = /^[a-z][a-z0-9-]*$/;

/** Reads the outside consumers as configuration names them: `erp=order.*,stock.changed;crm=order.placed`. */
export function outsideHearings(text: string): Hearing[] {
  return text
    .split(';')
    .filter((part) => part !== '')
    .map((part) => {
      const [consumer = '', hears = ''] = part.split('=');
      return { name: consumer, hears: hears.split(',') };
    });
}

/**
 * The types that the patterns mean, of all that there are.
 * @throws Error when the name is unfit or a pattern means nothing: a consumer that would never hear is a mistake
 */
export function typesHeard(hearing: Hearing, types: readonly string[]): string[] {
  if (!name.test(hearing.name)) throw new Error(`a consumer cannot be called "${hearing.name}"`);
  const heard = hearing.hears.flatMap((pattern) => {
    const meant = types.filter((type) => matches(pattern, type));
    if (meant.length === 0) throw new Error(`consumer ${hearing.name} wants to hear "${pattern}", which no event is called`);
    return meant;
  });
  return [...new Set(heard)].sort();
}

/** Whether one of the patterns means the type. */
export function hearsType(hearing: Hearing, type: string): boolean {
  return hearing.hears.some((pattern) => matches(pattern, type));
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
