/** What waits and what is let in, for one key. */
interface Standing {
  inside: number;
  readonly waiting: (() => void)[];
}

/** Lets so many at a time in for each key; the others wait for their turn in the order in which they came. */
export class Line {
  private readonly standing = new Map<string, Standing>();

  constructor(private readonly most: number) {}

  /** Waits for its turn; the answer says that it is over. */
  async enter(key: string): Promise<() => void> {
    const here = this.standing.get(key) ?? { inside: 0, waiting: [] };
    this.standing.set(key, here);
    if (here.inside < this.most) here.inside += 1;
    // whoever leaves hands its place on
    else await new Promise<void>((resolve) => here.waiting.push(resolve));
    return () => {
      const next = here.waiting.shift();
      if (next) next();
      else if (--here.inside === 0) this.standing.delete(key);
    };
  }
}
