import {
  LineCounter,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Node,
  type YAMLMap,
} from 'yaml';

import { formatPath, type Path, type Problem } from './problem.ts';

/** A YAML or JSON text that knows where each of its values stands. */
export interface Source {
  /** The text's content as plain JavaScript values. */
  readonly value: unknown;
  /** Syntax errors and duplicate keys. */
  readonly problems: readonly Problem[];
  /** False where the syntax is so broken that `value` says nothing. */
  readonly readable: boolean;
  /** A problem at a path: at its value, at its key, or at the nearest thing around it that is in the text. */
  problemAt(path: Path, message: string, part?: 'key' | 'value'): Problem;
  /** A scalar as the author wrote it ("1.0"), or undefined where there is none. */
  writtenAt(path: Path): string | undefined;
}

/** Reads YAML 1.2, of which JSON is a part. Never throws. */
export function readSource(text: string, file: string): Source {
  const lines = new LineCounter();
  // 'error': warnings are reported as problems, never printed. Duplicate keys are found below, with their first place.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: false,
  });
  const root = document.contents;

  function problem(offset: number, path: Path, message: string): Problem {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, path: formatPath(path), line: Math.max(line, 1), column: Math.max(col, 1), message };
  }

  function resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(document) : node;
  }

  /** The nodes along a path, from the root, as far as the text has them. */
  function nodesAlong(path: Path): { key: unknown; value: unknown }[] {
    const nodes: { key: unknown; value: unknown }[] = [{ key: root, value: root }];
    for (const part of path) {
      const container = resolved(nodes.at(-1)?.value);
      if (isMap(container)) {
        // The last one wins, as it does in `value`.
        const pair = container.items.findLast((item) => keyOf(item.key) === String(part));
        if (pair === undefined) break;
        nodes.push({ key: pair.key, value: pair.value ?? pair.key });
      } else if (isSeq(container) && typeof part === 'number' && part < container.items.length) {
        nodes.push({ key: container.items[part], value: container.items[part] });
      } else break;
    }
    return nodes;
  }

  // What follows the first error of a line is mostly its echo.
  const broken = new Map(
    [...document.errors, ...document.warnings].reverse().map((error) => {
      const found = problem(
        error.pos[0],
        [],
        `The text is not valid YAML or JSON: ${error.message.replace(/\.$/, '')}.`,
      );
      return [found.line, found];
    }),
  );
  const problems = [...broken.values()];
  let readable = document.errors.length === 0;
  let value: unknown;
  try {
    // Thrown where aliases point nowhere or multiply without end.
    value = document.toJS();
  } catch (thrown) {
    readable = false;
    problems.push(
      problem(0, [], `The text is not valid YAML: ${thrown instanceof Error ? thrown.message : 'unknown'}`),
    );
  }
  if (readable) {
    visit(document, {
      Map: (_, map, ancestors) => {
        const path = pathOf(map, ancestors);
        for (const { name, first, again } of duplicateKeys(map)) {
          const { line } = lines.linePos(offsetOf(first) ?? 0);
          problems.push(problem(offsetOf(again) ?? 0, [...path, name], `${name}: given twice, first on line ${line}.`));
        }
      },
    });
  }

  return {
    value,
    problems,
    readable,
    problemAt: (path, message, part = 'value') => {
      const nodes = nodesAlong(path);
      const whole = nodes.length === path.length + 1;
      const node = nodes.at(-1)!;
      // Of something missing, the key of what it is missing from says more than the first thing inside.
      const offset = offsetOf(whole && part === 'value' ? node.value : node.key) ?? 0;
      return problem(offset, path, message);
    },
    writtenAt: (path) => {
      const nodes = nodesAlong(path);
      const node = nodes.length === path.length + 1 ? resolved(nodes.at(-1)?.value) : undefined;
      return isScalar(node) ? node.source : undefined;
    },
  };
}

/** Whether a value is keys with values. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}

/** The path of a node below its ancestors: keys of pairs and positions in lists. */
function pathOf(node: Node, ancestors: readonly unknown[]): Path {
  return [...ancestors, node].flatMap((ancestor, depth, chain) => {
    if (isPair(ancestor)) return keyOf(ancestor.key);
    const parent = chain[depth - 1];
    return isSeq(parent) ? parent.items.indexOf(ancestor) : [];
  });
}

function duplicateKeys(map: YAMLMap): { name: string; first: unknown; again: unknown }[] {
  const seen = new Map<string, unknown>();
  return map.items.flatMap(({ key }) => {
    const name = keyOf(key);
    if (seen.has(name)) return [{ name, first: seen.get(name), again: key }];
    seen.set(name, key);
    return [];
  });
}
