// Going through many rows without having all of them at once.

/** One item for each of a source, made when it is gone through. */
export function each<T, U>(source: Iterable<T>, make: (item: T) => U): Iterable<U> {
  return {
    *[Symbol.iterator]() {
      for (const item of source) yield make(item);
    },
  };
}

/** The first and the last of many items, and how many are between. */
export interface Excerpt<T> {
  readonly first: readonly T[];
  readonly left: number;
  readonly last: readonly T[];
}

/** All items if they are at most `most`, else the first ones and the last fifth of as many. */
export function excerpt<T>(items: Iterable<T>, most: number): Excerpt<T> {
  const tail = Math.floor(most / 5);
  const first: T[] = [];
  const last: T[] = [];
  let left = 0;
  for (const item of items) {
    if (first.length < most - tail) first.push(item);
    else if (last.push(item) > tail) {
      last.shift();
      left += 1;
    }
  }
  return { first, left, last };
}

/** Characters of a piece, about. */
const PIECE = 32_768;

/** Many small texts as fewer large ones. */
export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  let size = 0;
  for (const text of texts) {
    piece.push(text);
    size += text.length;
    if (size < PIECE) continue;
    yield piece.join('');
    [piece, size] = [[], 0];
  }
  if (size > 0) yield piece.join('');
}
