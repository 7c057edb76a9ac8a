import { codeSentence, type RefusedCode, type Terms } from '#engine';
import { inLanguage } from '#kernel';

/** Whether a code that does not apply may still do so, once the cart, or the time, is another. */
export function mayApplyLater({ reason }: RefusedCode): boolean {
  return reason !== 'UNKNOWN' && reason !== 'USED' && reason !== 'ENDED';
}

/** Why a code gives nothing, and what would make it apply, in the cart's language as far as names go. */
export function refusedCodeText(refused: RefusedCode, { names }: Terms, locales: readonly string[]): string {
  return codeSentence(refused, (id) => {
    const name = names.get(id);
    return name ? inLanguage(name, locales) : null;
  });
}
