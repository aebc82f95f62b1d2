import { Document, isCollection, isMap, isPair, Scalar, visit } from 'yaml';
import type { ParameterSpec, SweepSpec } from '@gridsweep/sweep';
import { printable } from '../safe-text.ts';

/** Characters that do something without being seen; a file shows them as escapes. */
const UNSEEN = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

/**
 * A sweep file: YAML that parses to the same spec, one line a parameter. Packed code is named by its hash.
 * @param comments lines for its top.
 */
export function specYaml(spec: SweepSpec, comments: readonly string[] = []): string {
  const document = new Document(asWritten(spec));
  visit(document, {
    Scalar(_, node) {
      // Only between double quotes YAML has escapes.
      if (typeof node.value === 'string' && node.value.search(UNSEEN) >= 0) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  if (isMap(document.contents)) for (const { key, value } of document.contents.items) putOnLines(String(key), value);
  const lines = comments.map((comment) => `# ${printable(comment)}\n`).join('');
  return lines + document.toString({ lineWidth: 0 }).replace(UNSEEN, escaped);
}

function asWritten({ parameters, seeds, ...others }: SweepSpec): Record<string, unknown> {
  const counted = seeds.every((seed, at) => seed === at);
  const known = Object.entries<unknown>(others).filter(([, value]) => value !== undefined);
  const written = Object.entries(parameters).map(([name, parameter]) => [name, parameterAsWritten(parameter)] as const);
  return {
    ...Object.fromEntries(known),
    parameters: Object.fromEntries(written),
    seeds: counted ? seeds.length : [...seeds],
  };
}

/** `value` rather than `values` of one. */
function parameterAsWritten(parameter: ParameterSpec): unknown {
  if (!('values' in parameter) || parameter.values.length !== 1) return parameter;
  const { values, ...others } = parameter;
  return { value: values[0], ...others };
}

/** Each parameter and each cell on a line of its own, everything else on one. */
function putOnLines(key: string, value: unknown): void {
  if (!isCollection(value)) return;
  if (key !== 'parameters' && key !== 'cells') value.flow = true;
  else for (const item of value.items) setFlow(isPair(item) ? item.value : item);
}

function setFlow(value: unknown): void {
  if (isCollection(value)) value.flow = true;
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
