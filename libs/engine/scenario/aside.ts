import { about, fields, named, optional, orNull, text, type Shape } from './shape.js';

const anyText: Shape<string> = text((given) => given, {});
const fingerprints = optional(named(anyText), []);

/** What a file may say beside a scenario: nothing of it changes what comes out. */
export const asideShapes = {
  $schema: optional(anyText, null),
  exported: about(
    'What an export of rules has found, as fingerprints: what was changed since is not overwritten, what the file no longer has is ended.',
    orNull(
      fields({
        promotions: about('By promotion.', fingerprints),
        promotionGroups: about('By group.', fingerprints),
      }),
    ),
  ),
} as const;
