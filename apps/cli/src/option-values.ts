import { InvalidArgumentError } from 'commander';

/** Parser of an option that takes any number; whether it fits is for the reader of the option to say. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Give a number.');
}

/** Parser of an option that takes a whole number in a range. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give a whole number ${range}.`);
  };
}

/** Parser of an option that takes numbers separated by commas, such as 0.9,0.999. */
export function numbers(text: string): number[] {
  return text.split(',').map(number);
}

/** Parser of an option that may be repeated. */
export function listed(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
