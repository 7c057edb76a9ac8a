import { Injectable } from '@nestjs/common';
import { AttributesService, CatalogService, type Product } from '#catalog';
import { connection, pageRequest, UserError, type Connection, type Context, type PageRequest } from '#kernel';
import { Clock } from '#platform/clock';
import type { ProductFilter } from '#platform/graphql';
import { TermsService } from '#terms';
import { attributeFacet, criteriaOf, type Criteria } from './criteria.js';
import { showFacets, type SearchFacets } from './facets.js';
import { SearchRepository, type Sort } from './search.repository.js';

/** Which page of what was found, in which order. */
export interface PageArgs {
  readonly sort?: Sort | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

/** Finds products in the prices, stock and assortment of the request's buyer. */
@Injectable()
export class SearchService {
  constructor(
    private readonly repository: SearchRepository,
    private readonly catalog: CatalogService,
    private readonly attributes: AttributesService,
    private readonly terms: TermsService,
    private readonly clock: Clock,
  ) {}

  /** What is looked for. @throws UserError naming the argument */
  criteria(text: string | null | undefined, filter: ProductFilter | null | undefined): Criteria {
    return criteriaOf(text, filter, this.attributes.all());
  }

  /** A page of products: one statement that finds them, one that reads them. @throws UserError naming the argument */
  async page(criteria: Criteria, args: PageArgs, context: Context): Promise<Connection<Product>> {
    const request = pageRequest(args);
    const wanted = args.sort ?? 'RELEVANCE';
    const sort = wanted === 'RELEVANCE' && criteria.text === '' ? 'NEWEST' : wanted;
    checkPlace(request, sort);
    const hits = await this.repository.hits(criteria, sort, request, this.ground(context), context);
    const { edges, pageInfo } = connection(hits, request, ({ key, id }) => [key, id, sort]);
    const products = await this.catalog.productsOf(
      edges.map(({ node }) => node.id),
      context,
    );
    const byId = new Map(products.map((product) => [product.id, product]));
    // a product that was hidden in between is left out
    const shown = edges.flatMap(({ cursor, node }) => {
      const product = byId.get(node.id);
      return product ? [{ cursor, node: product }] : [];
    });
    return { edges: shown, nodes: shown.map(({ node }) => node), pageInfo };
  }

  /** What was found, counted: one statement. */
  async facets(criteria: Criteria, context: Context): Promise<SearchFacets> {
    const attributes = this.attributes.all();
    const filterable = [...attributes.values()].filter(({ filterable }) => filterable).map(({ code }) => attributeFacet(code));
    const ground = this.ground(context);
    return showFacets(await this.repository.facets(criteria, filterable, ground, context), attributes, ground.entry, context);
  }

  private ground(context: Context) {
    return this.terms.priceGround(context, this.clock.now().getTime());
  }
}

const figure = /^-?(\d+(\.\d+)?(e[+-]?\d+)?|Infinity)$/;

/** A cursor means a place in the order that it was given in. @throws UserError INVALID */
function checkPlace({ after }: PageRequest, sort: Sort): void {
  if (after === null) return;
  const [key = '', id, givenIn] = after;
  const numeric = sort !== 'NAME' && sort !== 'NEWEST';
  const storable = !after.some((part) => part.includes('\u0000'));
  if (id !== undefined && givenIn === sort && storable && (!numeric || figure.test(key))) return;
  throw new UserError('INVALID', 'after is not a cursor that this search has given in this order', ['after']);
}
