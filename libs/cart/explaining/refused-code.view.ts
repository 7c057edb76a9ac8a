import type { RefusedCode, Terms } from '#engine';
import { factsView } from '#kernel';
import type { RefusedCode as RefusedCodeView } from '#platform/graphql';
import { refusedCodeText } from '../refused-code.js';

/** The refused codes of a basket in the words of the schema. */
export function refusedCodesView(refused: readonly RefusedCode[], terms: Terms, locales: readonly string[]): RefusedCodeView[] {
  return refused.map((each) => {
    const { code, reason, facts } = each;
    return { code, reason, message: refusedCodeText(each, terms, locales), facts: factsView(facts) };
  });
}
