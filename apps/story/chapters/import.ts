import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvOf, type Good, type Goods } from '../goods.js';
import { product } from '../requests.js';
import { must } from '../somebody.js';
import type { Stage } from '../stage.js';

/** The ids of the variants that were imported. */
export type Variants = Readonly<Record<'bowl' | 'towel' | 'candle' | 'print', string>>;

/** A file comes in by the operator's command, and what it holds is for sale. */
export async function importGoods(stage: Stage, goods: Goods): Promise<Variants> {
  const folder = await mkdtemp(join(tmpdir(), 'story-'));
  const path = join(folder, 'goods.csv');
  try {
    const text = csvOf(goods);
    await writeFile(path, text);
    const said = await stage.command(['import', 'products', path], { path, text });
    for (const line of said.split('\n')) stage.told(line.trim());
  } finally {
    await rm(folder, { recursive: true });
  }
  const guest = stage.somebody('a guest');
  const elsewhere = 'is not for sale after the import: are the server and DATABASE_URL of the same shop?';
  const idOf = async ({ slug, price, stock }: Good): Promise<string> => {
    await stage.everywhere(
      guest,
      product,
      { slug },
      (seen) => seen?.variants[0].availability.available === String(stock),
      `${slug} ${elsewhere}`,
    );
    const seen = await stage.asks(guest, product, { slug });
    must(Number(seen?.variants[0].price?.amount) === Number(price), `${slug} does not cost what the file says`);
    return seen?.variants[0].id ?? '';
  };
  return {
    bowl: await idOf(goods.bowl),
    towel: await idOf(goods.towel),
    candle: await idOf(goods.candle),
    print: await idOf(goods.print),
  };
}
