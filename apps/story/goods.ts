/** Something that the story's file brings into the shop. */
export interface Good {
  readonly slug: string;
  readonly title: string;
  readonly sku: string;
  readonly gtin: string;
  readonly price: string;
  readonly stock: number;
}

/** What this telling of the story is about: its own goods, so that it can be told again and again in the same shop. */
export interface Goods {
  /** Tells this telling from all others. */
  readonly run: string;
  readonly bowl: Good;
  readonly towel: Good;
  /** What is scanned at the till. */
  readonly candle: Good;
  /** There is one of it. */
  readonly print: Good;
}

/** The goods of the telling that began at this instant, in milliseconds. */
export function goodsOf(at: number): Goods {
  const run = at.toString(36);
  const good = (place: number, name: string, title: string, price: string, stock: number): Good => ({
    slug: `${name}-${run}`,
    title: `${title} (${run})`,
    sku: `${name}-${run}`.toUpperCase(),
    gtin: gtinOf(at, place),
    price,
    stock,
  });
  return {
    run,
    bowl: good(0, 'ash-bowl', 'Salad bowl of ash', '39.00', 200),
    towel: good(1, 'linen-towel', 'Tea towel, "half linen"', '12.50', 300),
    candle: good(2, 'wax-candle', 'Candle of beeswax', '8.00', 100),
    print: good(3, 'last-print', 'Signed print, the last of its edition', '120.00', 1),
  };
}

/** The file in the columns of Shopify's product export. */
export function csvOf({ bowl, towel, candle, print }: Goods): string {
  const header =
    'Handle,Title,Published,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Requires Shipping,Variant Barcode';
  const rows = [bowl, towel, candle, print].map(({ slug, title, sku, stock, price, gtin }) =>
    [slug, `"${title.replaceAll('"', '""')}"`, 'true', sku, 'shopify', stock, price, 'true', gtin].join(','),
  );
  return `${[header, ...rows].join('\n')}\n`;
}

/** A barcode of the range that shops use inside (2…), with its check digit. */
function gtinOf(at: number, place: number): string {
  const digits = `2${place}${String(at % 1e10).padStart(10, '0')}`;
  const sum = Array.from(digits).reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
