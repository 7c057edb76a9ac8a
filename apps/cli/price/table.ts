import type { LineResult, Result, UnitResult } from '#engine';
import { columns } from '../columns.js';

type Amounts = Pick<UnitResult, 'amount' | 'discount' | 'net' | 'tax' | 'gross'>;

const numbers = (from: number, count: number): ReadonlySet<number> =>
  new Set(Array.from({ length: count }, (_, index) => from + index));

/** A priced basket for people: lines with their units, shipping, totals, then taxes, discounts, gifts and refused codes. */
export function tableLines(name: string | null, result: Result): string[] {
  const { lines, shipping, totals, taxes, discounts, gifts, refusedCodes, at, currency } = result;
  const rows = Object.entries(lines).flatMap(([id, line]) => [lineRow(id, line), ...unitRows(line)]);
  const total = { amount: totals.amount, discount: totals.discount, net: totals.net, tax: totals.tax, gross: totals.total };
  return [
    ...(name === null ? [] : [name]),
    `${currency}, ${at}`,
    '',
    ...columns(
      ['line', 'quantity', 'price', 'amount', 'discount', 'net', 'tax', 'gross'],
      [
        ...rows,
        ...(shipping ? [[`shipping: ${shipping.method}`, '', '', ...amountCells(shipping)]] : []),
        ['total', '', '', ...amountCells(total)],
      ],
      numbers(1, 7),
    ),
    ...table(
      ['tax', 'percent', 'base', 'amount'],
      [...taxes].map(([id, tax]) => [id, tax.percent, tax.base, tax.amount]),
      numbers(1, 3),
    ),
    ...table(['promotion', 'gives'], [...discounts], numbers(1, 1)),
    ...table(
      ['gift of', 'variant', 'quantity'],
      gifts.map(({ promotion, variant, quantity }) => [promotion, variant, quantity]),
      numbers(2, 1),
    ),
    ...table(
      ['refused code', 'reason', 'facts'],
      [...refusedCodes].map(([code, { reason, facts }]) => [code, reason, factsText(facts)]),
    ),
  ];
}

function table(header: readonly string[], rows: readonly (readonly string[])[], right?: ReadonlySet<number>): string[] {
  return rows.length === 0 ? [] : ['', ...columns(header, rows, right)];
}

function lineRow(id: string, line: LineResult): string[] {
  const what = id === line.variant ? id : `${id}: ${line.variant}`;
  const price = line.price ? `${line.price.amount} ${line.entry.toLowerCase()}` : 'no price';
  return [what, line.quantity, price, ...amountCells(line)];
}

function unitRows({ quantity, units }: LineResult): string[][] {
  if (units.length <= 1 && quantity === '1') return [];
  return units.map((unit) => [unit.count === 1 ? '  unit' : `  each of ${unit.count}`, unit.quantity, '', ...amountCells(unit)]);
}

function amountCells({ amount, discount, net, tax, gross }: Amounts): string[] {
  return [amount, discount, net, tax, gross];
}

function factsText(facts: Readonly<Record<string, unknown>>): string {
  return Object.entries(facts)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
}
