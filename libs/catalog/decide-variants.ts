import type { Id, IdKind, Path } from '#kernel';
import type { Attribute } from './attributes/attribute.js';
import { attributesAt } from './attributes/attribute-value.js';
import { refused } from './catalog.errors.js';
import { gtinAt, textAt, textOrNullAt, urlAt } from './checks.js';
import type { Option, ProductOption, VariantInput, VariantState } from './product.js';

/** Makes new ids: pure code has no dice of its own. */
export type NewId = <K extends IdKind>(kind: K) => Id<K>;

/** Looks up a tax class by its code. @throws UserError NOT_FOUND */
export type TaxClassAt = (code: string, path: Path) => Id<'taxClass'>;

/** Looks up what variants may name. */
export interface Lookups {
  readonly taxClassAt: TaxClassAt;
  /** An attribute by its code. @throws UserError NOT_FOUND */
  readonly attributeAt: (code: string, path: Path) => Attribute;
}

/** The variants of a product after a change: those of the input first and in its order, then those no longer offered. */
export interface DecidedVariants {
  readonly variants: readonly VariantState[];
  readonly options: readonly ProductOption[];
}

const largestWeight = 2_147_483_647;

/** Decides what a product's variants become. @throws UserError naming the field */
export function decideVariants(
  inputs: readonly VariantInput[],
  before: readonly VariantState[],
  lookups: Lookups,
  newId: NewId,
  path: Path,
): DecidedVariants {
  if (inputs.length === 0) throw refused.noVariants(path);
  const known = match(inputs, before, path);
  const seen = new Map<string, number>();
  const names = optionsOf(inputs[0], known[0]).map((option) => option.name);
  const offered = inputs.map((input, position) => {
    const at = [...path, position];
    const variant = decideVariant(input, known[position], position, lookups, newId, at);
    if (variant.options.map((option) => option.name).join('\n') !== names.join('\n'))
      throw refused.optionNames(names.join(', '), [...at, 'options']);
    const key = optionKey(variant.options);
    if (seen.has(key)) throw refused.sameOptions([...at, 'options']);
    seen.set(key, position);
    return variant;
  });
  const kept = new Set(offered.map((variant) => variant.id));
  const retired = before.filter((variant) => !kept.has(variant.id)).map((variant) => ({ ...variant, active: false }));
  return { variants: [...offered, ...retired], options: summary(names, offered) };
}

function decideVariant(
  input: VariantInput,
  before: VariantState | undefined,
  position: number,
  { taxClassAt, attributeAt }: Lookups,
  newId: NewId,
  path: Path,
): VariantState {
  const { sku, gtin, image, taxClassCode, quantityStep, weightGrams } = input;
  if (quantityStep !== undefined && quantityStep <= 0) throw refused.step([...path, 'quantityStep']);
  if (weightGrams !== undefined && !(Number.isInteger(weightGrams) && weightGrams >= 0 && weightGrams <= largestWeight))
    throw refused.weight([...path, 'weightGrams']);
  return {
    id: before?.id ?? newId('variant'),
    position,
    sku: sku === undefined ? (before?.sku ?? null) : textOrNullAt(sku, 'the SKU', 255, [...path, 'sku']),
    gtin: gtin === undefined ? (before?.gtin ?? null) : gtinAt(gtin, [...path, 'gtin']),
    options: optionsOf(input, before).map((option, index) => ({
      name: textAt(option.name, 'the name of an option', 100, [...path, 'options', index, 'name']),
      value: textAt(option.value, 'the value of an option', 255, [...path, 'options', index, 'value']),
    })),
    taxClassId:
      taxClassCode === undefined
        ? (before?.taxClassId ?? null)
        : taxClassCode === null
          ? null
          : taxClassAt(taxClassCode, [...path, 'taxClassCode']),
    unit: input.unit ?? before?.unit ?? 'PIECE',
    quantityStep: quantityStep ?? before?.quantityStep ?? 1000,
    weightGrams: weightGrams ?? before?.weightGrams ?? 0,
    requiresShipping: input.requiresShipping ?? before?.requiresShipping ?? true,
    tracked: input.tracked ?? before?.tracked ?? true,
    backorder: input.backorder ?? before?.backorder ?? false,
    image: image === undefined ? (before?.image ?? null) : image === null ? null : urlAt(image, [...path, 'image']),
    active: true,
    attributes: attributesAt(input.attributes ?? [], before?.attributes ?? {}, attributeAt, [...path, 'attributes']),
  };
}

/** Finds for each input the variant that it means: by id, else by SKU, else by options. */
function match(inputs: readonly VariantInput[], before: readonly VariantState[], path: Path): (VariantState | undefined)[] {
  const free = new Set(before);
  const found = inputs.map((input, index) => {
    const variant = named(input, before, [...path, index]);
    if (variant && !free.delete(variant)) throw refused.sameVariant([...path, index]);
    return variant;
  });
  return inputs.map((input, index) => {
    if (found[index] || input.id !== undefined) return found[index];
    const key = optionKey(input.options ?? []);
    const alike = [...free].filter((variant) => optionKey(variant.options) === key);
    const variant = alike.find(({ active }) => active) ?? alike[0];
    if (variant) free.delete(variant);
    return variant;
  });
}

function named(input: VariantInput, before: readonly VariantState[], path: Path): VariantState | undefined {
  if (input.id !== undefined) {
    const variant = before.find(({ id }) => id === input.id);
    if (!variant) throw refused.unknown('variant of this product', input.id, [...path, 'id']);
    return variant;
  }
  const sku = input.sku?.trim();
  return sku ? before.find((variant) => variant.sku === sku) : undefined;
}

function optionsOf(input: VariantInput | undefined, before: VariantState | undefined): readonly Option[] {
  return input?.options ?? before?.options ?? [];
}

/** What two variants of a product must not share. */
function optionKey(options: readonly Option[]): string {
  return JSON.stringify(options.map(({ name, value }) => [name.trim(), value.trim()]));
}

function summary(names: readonly string[], variants: readonly VariantState[]): ProductOption[] {
  return names.map((name, index) => ({
    name: name.trim(),
    values: [...new Set(variants.map((variant) => variant.options[index]?.value ?? ''))],
  }));
}
