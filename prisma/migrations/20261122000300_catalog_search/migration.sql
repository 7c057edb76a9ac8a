-- Both come with PostgreSQL. Creating them takes the right CREATE on the database, or somebody who has it does so beforehand.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- Typed attributes
CREATE TABLE "attribute" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "type" TEXT NOT NULL,
    "unit" TEXT,
    "filterable" BOOLEAN NOT NULL DEFAULT false,
    "options" JSONB NOT NULL DEFAULT '[]',
    "version" BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT "attribute_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "attribute_type_known" CHECK ("type" IN ('TEXT', 'NUMBER', 'BOOLEAN', 'SELECT', 'DATE')),
    CONSTRAINT "attribute_unit_of_number" CHECK ("unit" IS NULL OR "type" = 'NUMBER'),
    CONSTRAINT "attribute_filterable_type" CHECK (NOT "filterable" OR "type" IN ('NUMBER', 'BOOLEAN', 'SELECT'))
);
CREATE UNIQUE INDEX "attribute_code_key" ON "attribute"("code");

ALTER TABLE "product" ADD COLUMN "attributes" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "variant" ADD COLUMN "attributes" JSONB NOT NULL DEFAULT '{}';

-- Assortments: who sees what
ALTER TABLE "product"
  ADD COLUMN "visibility" TEXT NOT NULL DEFAULT 'PUBLIC',
  ADD COLUMN "audience" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "channel_ids" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "restricted" BOOLEAN NOT NULL DEFAULT false,
  ADD CONSTRAINT "product_visibility_known" CHECK ("visibility" IN ('PUBLIC', 'RESTRICTED')),
  ADD CONSTRAINT "product_restricted_told" CHECK ("restricted" OR ("visibility" = 'PUBLIC' AND "channel_ids" = '{}'));
ALTER TABLE "category"
  ADD COLUMN "visibility" TEXT NOT NULL DEFAULT 'PUBLIC',
  ADD COLUMN "audience" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "channel_ids" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "restricted_by" TEXT[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT "category_visibility_known" CHECK ("visibility" IN ('PUBLIC', 'RESTRICTED')),
  ADD CONSTRAINT "category_restricted_told" CHECK ("id" = ANY("restricted_by") OR ("visibility" = 'PUBLIC' AND "channel_ids" = '{}'));

-- What customers and organizations call a variant
CREATE TABLE "part_number" (
    "owner_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "variant_id" TEXT NOT NULL,
    CONSTRAINT "part_number_pkey" PRIMARY KEY ("owner_id", "number"),
    CONSTRAINT "part_number_number_not_blank" CHECK (btrim("number") <> '')
);
CREATE INDEX "part_number_variant_id_owner_id_idx" ON "part_number"("variant_id", "owner_id");
ALTER TABLE "part_number" ADD CONSTRAINT "part_number_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Full-text search
CREATE TABLE "product_search" (
    "product_id" TEXT NOT NULL,
    "document" TSVECTOR NOT NULL,
    "terms" TEXT[] NOT NULL,
    "numbers" JSONB NOT NULL,
    CONSTRAINT "product_search_pkey" PRIMARY KEY ("product_id")
);
CREATE INDEX "product_search_document_idx" ON "product_search" USING gin ("document");
CREATE INDEX "product_search_terms_idx" ON "product_search" USING gin ("terms");
ALTER TABLE "product_search" ADD CONSTRAINT "product_search_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "search_word" (
    "word" TEXT NOT NULL,
    CONSTRAINT "search_word_pkey" PRIMARY KEY ("word")
);
CREATE INDEX "search_word_word_idx" ON "search_word" USING gin ("word" gin_trgm_ops);

-- The dictionary that reduces words of a language to their stems; languages without one keep them whole.
CREATE FUNCTION "search_dictionary"(locale TEXT) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE lower(split_part(locale, '-', 1))
    WHEN 'ar' THEN 'arabic' WHEN 'ca' THEN 'catalan' WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german' WHEN 'el' THEN 'greek'
    WHEN 'en' THEN 'english' WHEN 'es' THEN 'spanish' WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'hu' THEN 'hungarian'
    WHEN 'id' THEN 'indonesian' WHEN 'it' THEN 'italian' WHEN 'lt' THEN 'lithuanian' WHEN 'nb' THEN 'norwegian' WHEN 'nl' THEN 'dutch'
    WHEN 'no' THEN 'norwegian' WHEN 'pt' THEN 'portuguese' WHEN 'ro' THEN 'romanian' WHEN 'ru' THEN 'russian' WHEN 'sv' THEN 'swedish'
    WHEN 'tr' THEN 'turkish' ELSE 'simple' END)::regconfig
$$;

-- A text without capitals and accents.
CREATE FUNCTION "search_plain"(content TEXT) RETURNS TEXT LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT lower(unaccent(content)) $$;

CREATE AGGREGATE "search_sum"(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');
CREATE AGGREGATE "search_any"(tsquery) (SFUNC = tsquery_or, STYPE = tsquery);
CREATE AGGREGATE "search_all"(tsquery) (SFUNC = tsquery_and, STYPE = tsquery);

-- A word as it stands in documents, no dictionary asked; `suffix` ':*' for whatever begins so.
CREATE FUNCTION "search_lexeme"(word TEXT, suffix TEXT) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ('''' || replace(replace(word, '\', '\\'), '''', '''''') || '''' || suffix)::tsquery
$$;

-- Words of the shop that somebody may have meant: at most one letter off in four, two in five and more.
CREATE FUNCTION "search_meant"(typed TEXT) RETURNS SETOF TEXT LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.2 AS $$
  SELECT word FROM (
    SELECT w.word, levenshtein_less_equal(w.word, typed, 2) edits, similarity(w.word, typed) likeness
    FROM search_word w WHERE w.word % typed) near
  WHERE edits <= CASE WHEN length(typed) < 5 THEN 1 ELSE 2 END
  ORDER BY edits, likeness DESC, word LIMIT 5
$$;

-- What finds the documents that have all of these words, in any of the languages: as they are, as codes, as what begins
-- like the last, and as the known words that are meant where a word is not known.
CREATE FUNCTION "search_query"(words TEXT[], locales TEXT[]) RETURNS tsquery LANGUAGE sql STABLE SET client_min_messages = warning AS $$
  WITH word AS (
    SELECT n, typed, n = cardinality(words) last,
      EXISTS (SELECT FROM unnest(locales) l WHERE numnode(plainto_tsquery(search_dictionary(l), typed)) = 0) stop
    FROM unnest(words) WITH ORDINALITY w(typed, n)),
  asked AS (SELECT n, typed, last FROM word WHERE NOT stop OR NOT EXISTS (SELECT FROM word WHERE NOT stop)),
  spelt AS (
    SELECT n, typed FROM asked
    UNION ALL
    SELECT n, m FROM asked, search_meant(typed) m
    WHERE length(typed) BETWEEN 4 AND 40 AND typed !~ '[0-9]' AND NOT EXISTS (SELECT FROM search_word WHERE search_word.word = typed)),
  found AS (
    SELECT n, plainto_tsquery('simple', typed) query FROM spelt
    UNION ALL SELECT n, plainto_tsquery(d, typed) FROM spelt, (SELECT DISTINCT search_dictionary(l) d FROM unnest(locales) l) dictionaries
    UNION ALL SELECT n, search_lexeme('#' || ltrim(typed, '0'), '') FROM asked
    UNION ALL SELECT n, search_lexeme(typed, ':*') FROM asked WHERE last AND length(typed) > 1)
  SELECT search_all(query ORDER BY n) FROM (SELECT n, search_any(query) query FROM found GROUP BY n) each
$$;

-- Writes anew what searching needs to know of these products: by the transaction that changes them, so that it is never out of date.
-- Terms are what facets count, `facet` U+001F `value`: c (category and those above it), v (vendor), a:code, o:name.
CREATE FUNCTION "search_index"(ids TEXT[]) RETURNS BIGINT LANGUAGE sql VOLATILE AS $$
  WITH RECURSIVE above AS (
    SELECT cp.product_id, c.id, c.name, c.parent_id FROM category_product cp JOIN category c ON c.id = cp.category_id
    WHERE cp.product_id = ANY (ids)
    UNION
    SELECT below.product_id, c.id, c.name, c.parent_id FROM above below JOIN category c ON c.id = below.parent_id),
  offered AS (SELECT * FROM variant v WHERE v.product_id = ANY (ids) AND v.active),
  described AS (
    SELECT p.id product_id, e.key code, e.value FROM product p, jsonb_each(p.attributes) e WHERE p.id = ANY (ids)
    UNION
    SELECT v.product_id, e.key, e.value FROM offered v, jsonb_each(v.attributes) e),
  chosen AS (
    SELECT d.product_id, a.code, a.options, o.code option FROM described d JOIN attribute a ON a.code = d.code AND a.type = 'SELECT',
      jsonb_array_elements_text(d.value) o(code)),
  text AS (
    SELECT p.id product_id, t.key locale, 'A'::"char" weight, t.value content FROM product p, jsonb_each_text(p.name) t WHERE p.id = ANY (ids)
    UNION ALL SELECT p.id, '', 'B', p.vendor FROM product p WHERE p.id = ANY (ids) AND p.vendor IS NOT NULL
    UNION ALL SELECT p.id, '', 'C', concat_ws(' ', p.product_type, array_to_string(p.tags, ' ')) FROM product p WHERE p.id = ANY (ids)
    UNION ALL SELECT product_id, t.key, 'C', t.value FROM above, jsonb_each_text(name) t
    UNION ALL SELECT DISTINCT product_id, '', 'C'::"char", o->>'value' FROM offered, jsonb_array_elements(options) o
    UNION ALL SELECT product_id, t.key, 'C', t.value FROM chosen c, jsonb_array_elements(c.options) o, jsonb_each_text(o->'name') t
      WHERE o->>'code' = c.option
    UNION ALL SELECT d.product_id, t.key, 'C', t.value FROM described d JOIN attribute a ON a.code = d.code AND a.type = 'TEXT',
      jsonb_each_text(d.value) t
    UNION ALL SELECT d.product_id, t.key, 'C', t.value FROM described d JOIN attribute a ON a.code = d.code AND a.type = 'BOOLEAN',
      jsonb_each_text(a.name) t WHERE d.value = 'true'),
  plain AS (SELECT product_id, locale, weight, search_plain(content) content FROM text),
  vector AS (
    SELECT product_id, setweight(to_tsvector(search_dictionary(locale), content), weight) vector FROM plain
    UNION ALL SELECT product_id, setweight(to_tsvector('simple', content), weight) FROM plain WHERE search_dictionary(locale) <> 'simple'::regconfig
    -- of longer texts the beginning: a document has at most a megabyte
    UNION ALL SELECT p.id, setweight(to_tsvector(search_dictionary(t.key), search_plain(left(t.value, 20000))), 'D')
      FROM product p, jsonb_each_text(p.description) t WHERE p.id = ANY (ids)
    UNION ALL SELECT product_id, array_to_tsvector(array_agg('#' || ltrim(search_plain(code), '0')))
      FROM offered, unnest(array[sku, gtin]) code WHERE ltrim(code, '0') <> '' GROUP BY product_id),
  term AS (
    SELECT product_id, 'c' || chr(31) || id term FROM above
    UNION SELECT id, 'v' || chr(31) || vendor FROM product WHERE id = ANY (ids) AND vendor IS NOT NULL
    UNION SELECT product_id, 'a:' || code || chr(31) || option FROM chosen
    UNION SELECT product_id, 'a:' || d.code || chr(31) || (d.value #>> '{}') FROM described d JOIN attribute a ON a.code = d.code AND a.type = 'BOOLEAN'
    UNION SELECT product_id, 'o:' || (o->>'name') || chr(31) || (o->>'value') FROM offered, jsonb_array_elements(options) o),
  number AS (
    SELECT product_id, jsonb_object_agg(code, figures) numbers FROM (
      SELECT d.product_id, d.code, jsonb_agg(DISTINCT trim_scale((d.value #>> '{}')::numeric)) figures
      FROM described d JOIN attribute a ON a.code = d.code AND a.type = 'NUMBER' GROUP BY d.product_id, d.code) each
    GROUP BY product_id),
  learnt AS (
    INSERT INTO search_word
    SELECT DISTINCT w.word FROM plain, unnest(tsvector_to_array(to_tsvector('simple', content))) w(word)
    WHERE length(w.word) BETWEEN 3 AND 40 AND w.word !~ '[0-9]' AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = w.word)
    ORDER BY 1 ON CONFLICT DO NOTHING),
  written AS (
    INSERT INTO product_search AS kept (product_id, document, terms, numbers)
    SELECT p.id, coalesce(v.document, ''), coalesce(t.terms, '{}'), coalesce(n.numbers, '{}')
    FROM product p
      LEFT JOIN (SELECT product_id, search_sum(vector) document FROM vector GROUP BY product_id) v ON v.product_id = p.id
      LEFT JOIN (SELECT product_id, array_agg(term ORDER BY term) terms FROM term GROUP BY product_id) t ON t.product_id = p.id
      LEFT JOIN number n ON n.product_id = p.id
    WHERE p.id = ANY (ids) ORDER BY p.id
    ON CONFLICT (product_id) DO UPDATE SET document = excluded.document, terms = excluded.terms, numbers = excluded.numbers
    RETURNING 1)
  SELECT count(*) FROM written
$$;

-- Finds out anew which of these products are restricted. It waits for whoever is restricting a category that lists them, and who
-- comes later waits for this transaction: a product never slips into a closed category unnoticed.
CREATE FUNCTION "catalog_restrict"(ids TEXT[]) RETURNS VOID LANGUAGE sql VOLATILE AS $$
  SELECT FROM category WHERE id IN (SELECT category_id FROM category_product WHERE product_id = ANY (ids)) ORDER BY id FOR SHARE;
  UPDATE product p SET restricted = NOT p.restricted
  WHERE p.id = ANY (ids) AND p.restricted <> (p.visibility <> 'PUBLIC' OR p.channel_ids <> '{}' OR EXISTS (
    SELECT FROM category_product cp JOIN category c ON c.id = cp.category_id WHERE cp.product_id = p.id AND c.restricted_by <> '{}'));
$$;

-- Products that are there already.
SELECT search_index(array(SELECT id FROM product ORDER BY id));
