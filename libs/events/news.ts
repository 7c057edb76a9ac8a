/** The topic that says which aggregates have new events. */
export const liveTopic = 'live';

/** The kinds of aggregate that somebody can watch; nothing is said of the others. */
export const watchedTypes: readonly string[] = ['cart', 'order', 'payment', 'stock'];

/** The newest version by id of an aggregate; 0 where there is news of something that is about it (a payment of its order). */
export type News = ReadonlyMap<string, bigint>;

/** The news as texts of at most so many bytes each; ids are plain words. */
export function toldIn(news: News, longest: number): string[] {
  const texts: string[] = [];
  let text = '';
  for (const [id, version] of news) {
    const item = `${id}=${version.toString()}`;
    if (text !== '' && text.length + 1 + item.length > longest) {
      texts.push(text);
      text = '';
    }
    text = text === '' ? item : `${text} ${item}`;
  }
  return text === '' ? texts : [...texts, text];
}

/** Reads what was told; whatever is no news is left out. */
export function newsIn(text: string): News {
  return new Map(
    text.split(' ').flatMap((item) => {
      const [, id, version] = /^(\S+)=(\d{1,19})$/.exec(item) ?? [];
      return id === undefined || version === undefined ? [] : [[id, BigInt(version)] as const];
    }),
  );
}
