declare const value: unique symbol;

/** The JSON text of a T. Where such a text was stored, say what it is on reading: `row.priced as Json<PricedBasket>`. */
export type Json<T> = string & { readonly [value]: T };

const bigintText = /^-?\d+n$/;
const marked = /^~*-?\d+n$/;

/** Writes plain data as JSON; a bigint becomes a text such as "1234n", and a text that looks like one is marked with "~". */
export function toJson<T>(data: T): Json<T> {
  return JSON.stringify(data, (_key, each: unknown) => {
    if (typeof each === 'bigint') return `${each.toString()}n`;
    return typeof each === 'string' && each.endsWith('n') && marked.test(each) ? `~${each}` : each;
  }) as Json<T>;
}

/** Reads what `toJson` wrote, bigints and all. */
export function fromJson<T>(json: Json<T>): T {
  return revive(JSON.parse(json)) as T;
}

// walks the fresh value in place: several times as quick as a reviver
function revive(data: unknown): unknown {
  if (typeof data === 'string') return data.endsWith('n') ? reviveText(data) : data;
  if (typeof data !== 'object' || data === null) return data;
  const fields = data as Record<string, unknown>;
  for (const key of Object.keys(fields)) {
    const before = fields[key];
    const after = revive(before);
    if (after !== before) fields[key] = after;
  }
  return data;
}

function reviveText(text: string): string | bigint {
  if (bigintText.test(text)) return BigInt(text.slice(0, -1));
  return marked.test(text) ? text.slice(1) : text;
}
