/** How many languages of a header are looked at. */
const mostRead = 10;

/**
 * The channel's languages as the reader wants them: those that Accept-Language names first, by its weights, then the
 * channel's own chain. A wanted `de-AT` is content with `de`, and the other way round.
 */
export function localesFor(acceptLanguage: string | undefined, locales: readonly string[]): readonly string[] {
  if (acceptLanguage === undefined || acceptLanguage === '') return locales;
  const wanted = acceptLanguage
    .split(',', mostRead)
    .map((part) => {
      const [tag = '', weight] = part.split(';q=');
      return { tag: tag.trim().toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const found = wanted.flatMap(({ tag }) => locales.find((locale) => locale.toLowerCase() === tag) ?? related(tag, locales));
  return [...new Set([...found, ...locales])];
}

function related(tag: string, locales: readonly string[]): readonly string[] {
  const language = tag.split('-')[0];
  return locales.filter((locale) => locale.toLowerCase().split('-')[0] === language);
}
