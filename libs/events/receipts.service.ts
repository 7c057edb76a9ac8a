/** Works through the receipts of a consumer outside, a few at a time however many come. */
export class Receipts {
  private readonly waiting: string[] = [];
  private busy = 0;

  /** @param act looks at one event and never fails */
  constructor(
    private readonly lanes: number,
    private readonly act: (eventId: string) => Promise<void>,
  ) {}

  /** Takes a receipt, and works until none waits unless others already do. */
  async take(eventId: string): Promise<void> {
    this.waiting.push(eventId);
    if (this.busy >= this.lanes) return;
    this.busy++;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) await this.act(next);
    this.busy--;
  }
}
