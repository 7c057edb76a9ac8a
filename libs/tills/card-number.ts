/** Digits in one run, or in the groups in which cards show them. */
const runs = /(?<!\d)(?:\d{12,19}|\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5})(?!\d)/g;

/** The text without the numbers of cards in it: of each the last four digits stay. */
export function withoutCardNumbers(text: string): string {
  return text.replace(runs, (run) => {
    const digits = run.replaceAll(/\D/g, '');
    return isCardNumber(digits) ? `…${digits.slice(-4)}` : run;
  });
}

/** Whether the digits end in the check digit that cards have (Luhn). */
function isCardNumber(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .toReversed()
    .reduce((all, digit, index) => all + (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}
