import { raisingOf } from '#exceptions';
import { statement, type Write } from '#platform/db';
import { codeHash, takenCodes } from '#promotions';
import { mostUnknownCodes } from './sale.js';

const takeCodes = statement<never>(
  'tills.take-codes',
  `with given as (select * from unnest($1::text[], $2::bytea[], $3::text[]) given(owner, hash, code)),
   taken as materialized (select * from ${takenCodes('$1::text[]', '$2::bytea[]')}),
   raised as (${raisingOf(`select 'exc_' || new_ulid(), 'CODE_USED', s.location_id, s.id,
       jsonb_build_object('codes', string_agg(given.code, ' ' order by given.code))
     from taken join given using (owner, hash) join till_sale s on s.order_id = taken.owner where not taken.is_first
     group by s.id, s.location_id`)})
   select owner from taken`,
);

// of the last sales alone: a till may have sold for years
const guessed = statement<never>(
  'tills.codes-guessed',
  `with lately as (select s.id, s.location_id, s.sequence, e.kind, e.facts from
       (select id, location_id, sequence from till_sale where device_id = $1 order by sequence desc limit 1000) s
     join exception e on e.sale_id = s.id and e.kind in ('CODE_UNKNOWN', 'CODES_GUESSED') and e.raised_at > now() - interval '1 day')
   ${raisingOf(`select 'exc_' || new_ulid(), 'CODES_GUESSED', (array_agg(location_id order by sequence desc))[1],
       (array_agg(id order by sequence desc))[1],
       jsonb_build_object('deviceId', $1::text, 'codes', sum(cardinality(string_to_array(facts ->> 'codes', ' ')))::text)
     from lately having sum(cardinality(string_to_array(facts ->> 'codes', ' '))) >= $2::int
       and bool_and(kind = 'CODE_UNKNOWN')`)}`,
);

/** Uses up codes that count once, as facts; who comes too late raises an exception in the same statement. */
export function takingCodes(uses: readonly { readonly orderId: string; readonly code: string }[]): Write {
  const codes = uses.map(({ code }) => code);
  return takeCodes.with([uses.map(({ orderId }) => orderId), codes.map(codeHash), codes]);
}

/** Raises an exception, once a day, where a till has taken so many codes within a day that there are not. */
export function tellingOfGuesses(deviceId: string): Write {
  return guessed.with([deviceId, mostUnknownCodes]);
}
