/** What one line of JSON from a command says. */
export interface ReportLine {
  /** Present where there are metrics or a checkpoint. */
  readonly step: number;
  readonly epoch: number | undefined;
  readonly metrics: readonly (readonly [name: string, value: number])[];
  /** Name of a folder in the checkpoint folder. */
  readonly checkpoint: string | undefined;
  /** The command has done all it was to do. */
  readonly done: boolean;
  /** Keys that were left out, with why. */
  readonly leftOut: readonly string[];
}

export type ParsedLine =
  { readonly ok: true; readonly line: ReportLine } | { readonly ok: false; readonly problem: string };

const EXAMPLE = '{"step":200,"epoch":1,"train/loss":1.71}, {"checkpoint":"step-200","step":200} or {"done":true}';
const MAX_NAME = 200;
/** Strings, which stay as they are, and the numbers that JSON has no words for. */
const STRING_OR_NOT_FINITE = /"(?:[^"\\]|\\.)*"|[-+]?\b(?:nan|inf(?:inity)?)\b/gi;
const NOT_FINITE = /^([-+]?)(nan|inf(?:inity)?)$/i;

/** Reads a line of JSON. NaN, Infinity and -Infinity may be bare or text, also as C and Python print them (nan, -inf). */
export function parseReportLine(text: string): ParsedLine {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(value === undefined ? 'is not JSON' : `is ${shown(value)}`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const { step, epoch, checkpoint, done, ...others } = fields;
  const metrics: [string, number][] = [];
  const leftOut: string[] = [];
  for (const [name, given] of Object.entries(others)) {
    const number = numberOf(given);
    if (number === null) leftOut.push(`${shown(name)} is ${shown(given)}, not a number`);
    else if (number === undefined) continue;
    else if (!isName(name))
      leftOut.push(`${shown(name)} is no name of a metric (1 to ${MAX_NAME} characters, one line)`);
    else metrics.push([name, number]);
  }
  if (checkpoint !== undefined && typeof checkpoint !== 'string')
    return refuse(`has the checkpoint ${shown(checkpoint)}`);
  if (done !== undefined && typeof done !== 'boolean') return refuse(`has done: ${shown(done)}`);
  const needsStep = checkpoint !== undefined || metrics.length > 0;
  if (needsStep && step === undefined) return refuse('has no step');
  if (step !== undefined && !(Number.isSafeInteger(step) && (step as number) >= 0)) {
    return refuse(`has the step ${shown(step)}, which is not a whole number of at least 0`);
  }
  const epochs = numberOf(epoch);
  if (epochs === null || (epochs !== undefined && !(Number.isFinite(epochs) && epochs >= 0))) {
    return refuse(`has the epoch ${shown(epoch)}, which is not a number of at least 0`);
  }
  if (!needsStep && done !== true && leftOut.length === 0) return refuse('reports nothing');
  const line = {
    step: (step as number | undefined) ?? 0,
    epoch: epochs,
    metrics,
    checkpoint,
    done: done === true,
    leftOut,
  };
  return { ok: true, line };
}

function refuse(what: string): ParsedLine {
  return { ok: false, problem: `${what}; expected such as ${EXAMPLE}` };
}

/** Undefined where it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Only here, as it takes time that most lines do not need.
  }
  try {
    return JSON.parse(text.replace(STRING_OR_NOT_FINITE, (word) => (word.startsWith('"') ? word : `"${word}"`)));
  } catch {
    return undefined;
  }
}

/** Undefined for what was not measured (null), null for what is no number. */
function numberOf(value: unknown): number | null | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number') return value;
  const word = typeof value === 'string' ? NOT_FINITE.exec(value) : null;
  if (word === null) return null;
  if (word[2]!.toLowerCase() === 'nan') return NaN;
  return word[1] === '-' ? -Infinity : Infinity;
}

function isName(name: string): boolean {
  return name !== '' && name.length <= MAX_NAME && !/[\p{Cc}\p{Cf}]/u.test(name);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
