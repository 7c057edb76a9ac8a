import { LRUCache } from 'lru-cache';
import { connection, type Connection, type PageRequest } from '#kernel';
import type { ProductPage } from './catalog.repository.js';
import { presentProduct, type Product } from './presented.js';

/** A page as it was last read here, and as it was presented. */
class SeenPage {
  private readonly presented = new Map<string, Connection<Product>>();

  constructor(
    readonly page: ProductPage,
    private readonly request: PageRequest,
  ) {}

  /** The same objects for the same languages: what is computed of them can be kept beside them. */
  in(locales: readonly string[]): Connection<Product> {
    const chain = locales.join();
    const known = this.presented.get(chain);
    if (known) return known;
    const products = this.page.rows.map((row) => presentProduct(row, locales));
    const { positions } = this.page;
    const presented = connection(products, this.request, ({ id }) => (positions ? [String(positions.get(id)), id] : [id]));
    if (this.presented.size < mostChains) this.presented.set(chain, presented);
    return presented;
  }
}

/** The most orders of languages that a page is kept in. */
const mostChains = 8;

/** The most products that are remembered, over all pages: some twenty megabytes. */
const mostProducts = 5000;

/**
 * The pages, and products alone, that this process has lately read. Nothing is believed of them: a read names the revision that it knows and the next
 * publication, and the database sends the page only when something has changed since.
 */
export class SeenPages {
  private readonly pages = new LRUCache<string, SeenPage>({
    maxSize: mostProducts,
    sizeCalculation: ({ page }) => page.rows.length + 1,
  });

  /** The page as it is now: `read` is told what is known of it, and answers null when that is still so. */
  async current(
    key: string,
    request: PageRequest,
    read: (known: ProductPage | null) => Promise<ProductPage | null>,
  ): Promise<SeenPage> {
    const known = this.pages.get(key);
    const page = await read(known?.page ?? null);
    if (page === null && known) return known;
    if (page === null) throw new Error('the database sends what is not known');
    const seen = new SeenPage(page, request);
    // what is asked for and not there may be called anything, and as long as it likes
    if (page.rows.length > 0) this.pages.set(key, seen);
    return seen;
  }
}
