import * as attribute from './attribute.ts';
import type { Attribute, DType } from './attribute.ts';
import { bytesField, concatBytes, mapEntry, varintField } from './protobuf.ts';

/** One output of one operation. */
export interface Tensor {
  readonly node: string;
  readonly output: number;
  readonly type: DType;
  /** The loop in whose body it is computed; null outside. */
  readonly loop: Loop | null;
}

export interface OpOptions {
  /** Types of the outputs. Default: one, of the first input's type. */
  readonly outputs?: readonly DType[];
  /** Names of operations that must have run before. */
  readonly after?: readonly string[];
  readonly name?: string;
}

interface Loop {
  readonly frame: string;
  /** A tensor of the body that is there once in every round: what has no inputs runs after it. */
  pivot: Tensor | null;
  /** Tensors from outside, by their names there. */
  readonly entered: Map<string, Tensor>;
}

/** Rounds of a loop that may overlap. */
const PARALLEL_ROUNDS = 4;
/** The GraphDef version that TensorFlow 2.21 writes, so that it applies no upgrade. */
const PRODUCER = 2226;

/**
 * A TensorFlow graph under construction, written as a GraphDef. What is added while `repeat` calls a loop's body belongs to that
 * body; what it uses from outside is brought in.
 */
export class Graph {
  readonly #nodes: Uint8Array[] = [];
  readonly #names = new Map<string, number>();
  #loop: Loop | null = null;
  #loopOperations = 0;

  /** Operations in the bodies of loops, without constants. */
  get loopOperations(): number {
    return this.#loopOperations;
  }

  /** Adds an operation. @returns its first output. */
  op(
    type: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute> = {},
    options: OpOptions = {},
  ): Tensor {
    return this.ops(type, inputs, attributes, options)[0];
  }

  /** Adds an operation with more or fewer than one output. */
  ops(
    type: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute> = {},
    options: OpOptions = {},
  ): Tensor[] {
    const node = this.action(type, inputs, attributes, options);
    const outputs = options.outputs ?? [inputs[0].type];
    return outputs.map((outputType, output) => ({ node, output, type: outputType, loop: this.#loop }));
  }

  /** Adds an operation for what it does. @returns its name. */
  action(
    type: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute> = {},
    options: OpOptions = {},
  ): string {
    const own = inputs.map((input) => reference(this.#broughtIn(input)));
    const after = (options.after ?? []).map((name) => `^${name}`);
    if (own.length === 0 && this.#loop?.pivot) after.push(`^${this.#loop.pivot.node}`);
    return this.#add(type, [...own, ...after], attributes, options.name);
  }

  constant(
    type: 'float32' | 'int32' | 'int64',
    values: number | readonly number[],
    dimensions?: readonly number[],
  ): Tensor {
    const attributes = { dtype: attribute.dtype(type), value: attribute.tensor(type, values, dimensions) };
    return this.op('Const', [], attributes, { outputs: [type] });
  }

  /** An input of the graph. @param dimensions −1 where any size goes. */
  placeholder(name: string, type: DType, dimensions: readonly number[]): Tensor {
    const attributes = { dtype: attribute.dtype(type), shape: attribute.shape(dimensions) };
    return this.op('Placeholder', [], attributes, { outputs: [type], name });
  }

  /**
   * Repeats `body` for the numbers 0 … count − 1.
   * @param body computes what the next round begins with from what this round begins with.
   * @returns what the last round left, or `initial` if there was none.
   */
  repeat(count: Tensor, initial: readonly Tensor[], body: (round: Tensor, values: Tensor[]) => Tensor[]): Tensor[] {
    const loop: Loop = { frame: this.#unique('loop'), pivot: null, entered: new Map() };
    const starts = [this.constant('int32', 0), ...initial];
    const outer = this.#loop;
    this.#loop = loop;

    const merges = starts.map((start) => {
      const entered = this.#enter(start, loop, false);
      // A loop in the graph: the second input's name is known before there is such an operation.
      const next = this.#unique('next');
      const node = this.#add('Merge', [reference(entered), next], {
        T: attribute.dtype(start.type),
        N: attribute.int(2),
      });
      return { next, merged: { node, output: 0, type: start.type, loop } satisfies Tensor };
    });
    const isRunning = this.op(
      'Less',
      [merges[0].merged, count],
      { T: attribute.dtype('int32') },
      { outputs: ['bool'] },
    );
    const condition = this.op('LoopCond', [isRunning]);
    const switches = merges.map(({ merged }) => {
      const outputs = [merged.type, merged.type];
      const [left, goingOn] = this.ops('Switch', [merged, condition], { T: attribute.dtype(merged.type) }, { outputs });
      return { left, value: this.op('Identity', [goingOn], { T: attribute.dtype(merged.type) }) };
    });

    const [round, ...values] = switches.map(({ value }) => value);
    loop.pivot = round;
    const following = this.op('AddV2', [round, this.constant('int32', 1)], { T: attribute.dtype('int32') });
    const results = [following, ...body(round, values)].map((result) => this.#broughtIn(result));
    results.forEach((result, at) => {
      this.#node('NextIteration', [reference(result)], { T: attribute.dtype(result.type) }, merges[at].next);
    });
    this.#loop = outer;
    return switches.slice(1).map(({ left }) => ({
      node: this.#add('Exit', [reference(left)], { T: attribute.dtype(left.type) }),
      output: 0,
      type: left.type,
      loop: outer,
    }));
  }

  /** The GraphDef message. */
  toBytes(): Uint8Array {
    return concatBytes([...this.#nodes, bytesField(4, varintField(1, PRODUCER))]);
  }

  #broughtIn(tensor: Tensor): Tensor {
    const loop = this.#loop;
    if (tensor.loop === loop || loop === null) return tensor;
    const known = loop.entered.get(reference(tensor));
    if (known !== undefined) return known;
    const entered = this.#enter(tensor, loop, true);
    loop.entered.set(reference(tensor), entered);
    return entered;
  }

  #enter(tensor: Tensor, loop: Loop, isConstant: boolean): Tensor {
    const node = this.#add('Enter', [reference(tensor)], {
      T: attribute.dtype(tensor.type),
      frame_name: attribute.string(loop.frame),
      is_constant: attribute.boolean(isConstant),
      parallel_iterations: attribute.int(PARALLEL_ROUNDS),
    });
    return { node, output: 0, type: tensor.type, loop };
  }

  #add(type: string, inputs: readonly string[], attributes: Record<string, Attribute>, name?: string): string {
    const unique = this.#unique(name ?? type);
    this.#node(type, inputs, attributes, unique);
    return unique;
  }

  #node(type: string, inputs: readonly string[], attributes: Record<string, Attribute>, name: string): void {
    if (this.#loop !== null && type !== 'Const') this.#loopOperations++;
    this.#nodes.push(
      bytesField(1, [
        bytesField(1, name),
        bytesField(2, type),
        ...inputs.map((input) => bytesField(3, input)),
        ...Object.entries(attributes).map(([key, value]) => mapEntry(5, key, value)),
      ]),
    );
  }

  #unique(name: string): string {
    const count = this.#names.get(name) ?? 0;
    this.#names.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }
}

function reference({ node, output }: Tensor): string {
  return output === 0 ? node : `${node}:${output}`;
}
