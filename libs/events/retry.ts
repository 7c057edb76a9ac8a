/** After so many failures a delivery is parked until somebody replays it. */
export const attemptsBeforeParking = 10;

const firstMs = 1000;
const longestMs = 10 * 60 * 1000;

/** How long to wait after the nth failure: a second, doubled each time, ten minutes at most; about nine minutes in all. */
export function pauseAfter(failures: number): number {
  return Math.min(firstMs * 2 ** (failures - 1), longestMs);
}
