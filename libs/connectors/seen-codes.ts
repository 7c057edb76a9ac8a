/**
 * Remembers in which row of a file each code stood first, in about twenty bytes a code: a file of a million
 * SKUs is checked for duplicates in 20 MB. It keeps 64-bit hashes; among a million codes the chance that two
 * share one is below one in ten million.
 */
export class SeenCodes {
  private mask = 4095;
  private hashes = new Uint32Array(2 * (this.mask + 1));
  private rows = new Uint32Array(this.mask + 1);
  private count = 0;

  /** The row that has named the code before; null: this one is the first, and is remembered. */
  claim(code: string, row: number): number | null {
    if (this.count > (this.mask + 1) * 0.6) this.grow();
    const [high, low] = hashOf(code);
    const slot = this.find(high, low);
    const before = this.rows[slot] ?? 0;
    if (before !== 0) return before;
    this.put(slot, high, low, row);
    return null;
  }

  private find(high: number, low: number): number {
    let slot = low & this.mask;
    while (this.rows[slot] !== 0 && (this.hashes[2 * slot] !== high || this.hashes[2 * slot + 1] !== low))
      slot = (slot + 1) & this.mask;
    return slot;
  }

  private put(slot: number, high: number, low: number, row: number): void {
    this.hashes[2 * slot] = high;
    this.hashes[2 * slot + 1] = low;
    this.rows[slot] = row;
    this.count++;
  }

  private grow(): void {
    const { hashes, rows } = this;
    this.mask = this.mask * 2 + 1;
    this.hashes = new Uint32Array(2 * (this.mask + 1));
    this.rows = new Uint32Array(this.mask + 1);
    this.count = 0;
    rows.forEach((row, slot) => {
      if (row === 0) return;
      const [high = 0, low = 0] = [hashes[2 * slot], hashes[2 * slot + 1]];
      this.put(this.find(high, low), high, low, row);
    });
  }
}

/** Two independent 32-bit hashes (cyrb53's mixing, both halves kept whole). */
function hashOf(text: string): [high: number, low: number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0];
}
