import type { PricedLine, Terms } from '#engine';
import { formatShort, quantityScale } from '#kernel';
import type { Problem } from '../problem.js';

/** That a cap keeps units of a line from the price of a contract: the others have the next price, or cannot be bought. */
export function capProblems({ lineId, quantity, price, capped }: PricedLine, { lists }: Pick<Terms, 'lists'>): Problem[] {
  if (!capped) return [];
  return [...new Set(capped.reached.map(({ listId }) => listId))].map((listId): Problem => {
    const part = capped.parts.find((each) => each.price.listId === listId);
    const facts = {
      contract: lists.get(listId)?.contract?.number ?? null,
      asked: formatShort(quantity, quantityScale),
      available: formatShort(part ? part.to - part.from : 0n, quantityScale),
    };
    const rest = price === null ? 'there is no price for the rest' : 'the rest costs what it does without it';
    const message = `only ${facts.available} at the prices of contract ${facts.contract}: ${rest}`;
    return { code: 'CONTRACT_CAP', severity: price === null ? 'BLOCKING' : 'NOTICE', message, lineId, facts };
  });
}
