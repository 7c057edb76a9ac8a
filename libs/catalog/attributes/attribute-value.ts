import { formatShort, inLanguage, parseDecimal, priceScale, type LocalizedText, type Path } from '#kernel';
import { refused } from '../catalog.errors.js';
import { textAt } from '../checks.js';
import { optionName, type Attribute, type AttributeType } from './attribute.js';

/** A value as it is stored: texts by locale, option codes, a boolean, or the text of a number or a date. */
export type AttributeValue = LocalizedText | readonly string[] | boolean | string;

/** What describes a product or a variant, by the attribute's code. */
export type AttributeValues = Readonly<Record<string, AttributeValue>>;

/** What is wanted of one attribute; without values it goes. */
export interface AttributeInput {
  readonly code: string;
  readonly values: readonly string[];
  /** The language of a TEXT. */
  readonly locale: string;
}

/** An attribute with its value as the API shows it. */
export interface ShownAttribute {
  readonly code: string;
  readonly name: string;
  readonly type: AttributeType;
  readonly unit: string | null;
  /** As they are given in inputs and filters. */
  readonly values: readonly string[];
  /** As buyers read them. */
  readonly texts: readonly string[];
}

const mostAttributes = 200;
const mostValues = 50;
const dates = /^\d{4}-\d{2}-\d{2}$/;

/** The values after a change: those that are not named stay. @throws UserError naming the field */
export function attributesAt(
  inputs: readonly AttributeInput[],
  before: AttributeValues,
  attributeAt: (code: string, path: Path) => Attribute,
  path: Path,
): AttributeValues {
  const after = new Map(Object.entries(before));
  inputs.forEach((input, index) => {
    const attribute = attributeAt(input.code, [...path, index, 'code']);
    if (input.values.length === 0) after.delete(attribute.code);
    else after.set(attribute.code, valueAt(attribute, input, after.get(attribute.code), [...path, index, 'values']));
  });
  if (after.size > mostAttributes) throw refused.tooMany('attributes', mostAttributes, path);
  return Object.fromEntries(after);
}

function valueAt(attribute: Attribute, input: AttributeInput, before: AttributeValue | undefined, path: Path): AttributeValue {
  const { values, locale } = input;
  if (attribute.type === 'SELECT') return selectedAt(attribute, values, path);
  const [value = '', second] = values;
  if (second !== undefined) throw refused.oneValue(attribute.code, path);
  const at = [...path, 0];
  switch (attribute.type) {
    case 'TEXT':
      return { ...(before as LocalizedText | undefined), [locale]: textAt(value, 'the text', 5000, at) };
    case 'NUMBER':
      return formatShort(parseDecimal(value, priceScale, at), priceScale);
    case 'BOOLEAN':
      if (value !== 'true' && value !== 'false') throw refused.boolean(at);
      return value === 'true';
    case 'DATE':
      if (!dates.test(value) || !isDay(value)) throw refused.date(at);
      return value;
  }
}

function selectedAt({ code, options }: Attribute, values: readonly string[], path: Path): readonly string[] {
  if (values.length > mostValues) throw refused.tooMany('values', mostValues, path);
  values.forEach((value, index) => {
    if (!options.some((option) => option.code === value)) throw refused.unknown(`option of ${code}`, value, [...path, index]);
  });
  return [...new Set(values)];
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The values with the names of their attributes, by code, in a language; those of attributes that are not known yet are left out. */
export function showAttributes(
  values: AttributeValues,
  attributes: ReadonlyMap<string, Attribute>,
  locales: readonly string[],
): ShownAttribute[] {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([code, value]) => {
    const attribute = attributes.get(code);
    if (!attribute) return [];
    const { type, unit } = attribute;
    const given = givenOf(value, locales);
    const texts = type === 'SELECT' ? given.map((option) => optionName(attribute, option, locales)) : given;
    return [{ code, name: inLanguage(attribute.name, locales), type, unit, values: given, texts }];
  });
}

function givenOf(value: AttributeValue, locales: readonly string[]): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'boolean') return [String(value)];
  return isList(value) ? value : [inLanguage(value, locales)];
}

function isList(value: LocalizedText | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}
