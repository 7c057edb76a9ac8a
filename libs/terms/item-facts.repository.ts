import { collectionsColumn } from '#catalog';
import { floorsColumn } from '#pricing';

/** SQL: what rules may ask of variant `v` of product `p` besides its price, as `FactsJson`. */
export const itemFacts = `json_build_object('categories', (
      with recursive up(id) as (select cp.category_id from category_product cp where cp.product_id = p.id
        union select c.parent_id from up join category c on c.id = up.id where c.parent_id is not null)
      select json_agg(up.id) from up), 'attributes', p.attributes || v.attributes, 'collections', ${collectionsColumn('p.id')},
      'floors', ${floorsColumn('v.id')})`;
