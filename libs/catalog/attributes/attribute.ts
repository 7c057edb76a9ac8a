import { inLanguage, type Id, type LocalizedText, type Path } from '#kernel';
import { refused } from '../catalog.errors.js';
import { textAt, textsAt } from '../checks.js';

/** What kind of values an attribute has. */
export type AttributeType = 'TEXT' | 'NUMBER' | 'BOOLEAN' | 'SELECT' | 'DATE';

/** One of the values that a SELECT offers. */
export interface AttributeOption {
  readonly code: string;
  readonly name: LocalizedText;
}

/** What products and variants can be described by. */
export interface Attribute {
  readonly id: Id<'attribute'>;
  readonly code: string;
  readonly name: LocalizedText;
  readonly type: AttributeType;
  /** What a number counts; null: nothing. */
  readonly unit: string | null;
  /** Whether buyers may narrow a search by it. */
  readonly filterable: boolean;
  readonly options: readonly AttributeOption[];
  readonly version: bigint;
}

/** What is wanted of an attribute: what is left out stays as it is, or gets its default. */
export interface AttributeFields {
  readonly name?: LocalizedText;
  readonly unit?: string | null;
  readonly filterable?: boolean;
  /** Added, or renamed where the code is known: none goes, since products may have it. */
  readonly options?: readonly AttributeOption[];
}

const codes = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
const mostOptions = 1000;
const filterableTypes: readonly AttributeType[] = ['NUMBER', 'BOOLEAN', 'SELECT'];

/** A new attribute. @throws UserError naming the field */
export function newAttribute(id: Id<'attribute'>, code: string, type: AttributeType, fields: AttributeFields): Attribute {
  if (!codes.test(code)) throw refused.code(['code']);
  return changedAttribute({ id, code, type, name: {}, unit: null, filterable: false, options: [], version: 0n }, fields);
}

/** The attribute after a change; its type and code never change. @throws UserError naming the field */
export function changedAttribute(before: Attribute, { name, unit, filterable, options }: AttributeFields): Attribute {
  const after: Attribute = {
    ...before,
    name: textsAt(name ?? {}, before.name, 'the name', 255, ['name']),
    unit: unit === undefined ? before.unit : unitAt(unit, before.type),
    filterable: filterable ?? before.filterable,
    options: options ? optionsAt(options, before) : before.options,
  };
  if (!Object.values(after.name).some((text) => text.trim() !== '')) throw refused.empty('the name', ['name']);
  if (after.filterable && !filterableTypes.includes(after.type)) throw refused.notFilterable(['filterable']);
  if (after.type === 'SELECT' && after.options.length === 0) throw refused.empty('the list of options', ['options']);
  return after;
}

/** The options in the language that each has first. */
export function optionName({ options }: Attribute, code: string, locales: readonly string[]): string {
  const option = options.find((candidate) => candidate.code === code);
  return option ? inLanguage(option.name, locales) : code;
}

function unitAt(unit: string | null, type: AttributeType): string | null {
  if (unit === null) return null;
  if (type !== 'NUMBER') throw refused.unitWithoutNumber(['unit']);
  return textAt(unit, 'the unit', 20, ['unit']);
}

function optionsAt(options: readonly AttributeOption[], { type, options: before }: Attribute): readonly AttributeOption[] {
  if (type !== 'SELECT') throw refused.optionsWithoutSelect(['options']);
  const after = new Map(before.map((option) => [option.code, option]));
  options.forEach(({ code, name }, index) => {
    const at = (field: string): Path => ['options', index, field];
    if (!codes.test(code)) throw refused.code(at('code'));
    const texts = textsAt(name, after.get(code)?.name ?? {}, 'the name', 255, at('name'));
    if (!Object.values(texts).some((text) => text.trim() !== '')) throw refused.empty('the name', at('name'));
    after.set(code, { code, name: texts });
  });
  if (after.size > mostOptions) throw refused.tooMany('options', mostOptions, ['options']);
  return [...after.values()];
}
