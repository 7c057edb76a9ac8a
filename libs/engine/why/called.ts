/** What something is called where it is told why, by its id. */
export type Called = (id: string) => string;

/** Where things are called by their ids. */
export const byTheirIds: Called = (id) => id;
