/** Counts the changes of products and prices: what a process remembers of them holds for as long as it stands. */
export const offersTopic = 'offers';
