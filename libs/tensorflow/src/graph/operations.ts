import * as attribute from './attribute.ts';
import type { DType } from './attribute.ts';
import type { Graph, Tensor } from './graph.ts';

const FLOAT = attribute.dtype('float32');
const INT = attribute.dtype('int32');

/** The operations of TensorFlow that the training graph is made of, on float tensors unless said otherwise. */
export class Operations {
  readonly graph: Graph;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  scalar(value: number): Tensor {
    return this.graph.constant('float32', value);
  }

  add = (a: Tensor, b: Tensor) => this.#binary('AddV2', a, b);
  subtract = (a: Tensor, b: Tensor) => this.#binary('Sub', a, b);
  multiply = (a: Tensor, b: Tensor) => this.#binary('Mul', a, b);
  divide = (a: Tensor, b: Tensor) => this.#binary('RealDiv', a, b);
  squareRoot = (a: Tensor) => this.graph.op('Sqrt', [a], { T: FLOAT });
  square = (a: Tensor) => this.graph.op('Square', [a], { T: FLOAT });

  cast(value: Tensor, to: DType): Tensor {
    const attributes = { SrcT: attribute.dtype(value.type), DstT: attribute.dtype(to) };
    return this.graph.op('Cast', [value], attributes, { outputs: [to] });
  }

  /** The same bytes as another type: the last dimension is added, or is the one that goes. */
  bitcast(value: Tensor, to: DType): Tensor {
    const attributes = { T: attribute.dtype(value.type), type: attribute.dtype(to) };
    return this.graph.op('Bitcast', [value], attributes, { outputs: [to] });
  }

  /** One size may be −1: it is what remains. */
  reshape(value: Tensor, shape: readonly number[]): Tensor {
    const attributes = { T: attribute.dtype(value.type), Tshape: INT };
    return this.graph.op('Reshape', [value, this.graph.constant('int32', shape)], attributes);
  }

  transpose(value: Tensor, order: readonly number[]): Tensor {
    const attributes = { T: attribute.dtype(value.type), Tperm: INT };
    return this.graph.op('Transpose', [value, this.graph.constant('int32', order)], attributes);
  }

  /** Rows of a tensor along its first dimension, of any type. */
  gather(rows: Tensor, indices: Tensor): Tensor {
    const attributes = {
      Tparams: attribute.dtype(rows.type),
      Tindices: attribute.dtype(indices.type),
      Taxis: INT,
    };
    return this.graph.op('GatherV2', [rows, indices, this.graph.constant('int32', 0)], attributes);
  }

  /** One row of a matrix of any type, or one element of a vector. @param at an int32 in host memory. */
  row(values: Tensor, at: Tensor): Tensor {
    const one = this.graph.constant('int32', 1);
    const pack = (index: Tensor) =>
      this.graph.op('Pack', [index], { T: INT, N: attribute.int(1), axis: attribute.int(0) });
    const end = this.graph.op('AddV2', [at, one], { T: INT });
    return this.graph.op('StridedSlice', [values, pack(at), pack(end), pack(one)], {
      T: attribute.dtype(values.type),
      Index: INT,
      shrink_axis_mask: attribute.int(1),
    });
  }

  /** Cuts a vector into pieces of these lengths. */
  split(vector: Tensor, lengths: readonly number[]): Tensor[] {
    const inputs = [vector, this.graph.constant('int32', lengths), this.graph.constant('int32', 0)];
    const attributes = { T: FLOAT, Tlen: INT, num_split: attribute.int(lengths.length) };
    return this.graph.ops('SplitV', inputs, attributes, { outputs: lengths.map(() => 'float32' as const) });
  }

  concat(vectors: readonly Tensor[]): Tensor {
    const attributes = { T: FLOAT, Tidx: INT, N: attribute.int(vectors.length) };
    return this.graph.op('ConcatV2', [...vectors, this.graph.constant('int32', 0)], attributes);
  }

  /** The sum along these dimensions, which are then gone. */
  sum(values: Tensor, dimensions: readonly number[]): Tensor {
    return this.graph.op('Sum', [values, this.graph.constant('int32', dimensions)], { T: FLOAT, Tidx: INT });
  }

  /** Adds a bias to each vector along the last dimension. */
  addBias(values: Tensor, bias: Tensor): Tensor {
    return this.graph.op('BiasAdd', [values, bias], { T: FLOAT });
  }

  biasGradient(gradient: Tensor): Tensor {
    return this.graph.op('BiasAddGrad', [gradient], { T: FLOAT });
  }

  matrixProduct(a: Tensor, b: Tensor, transposed: { a?: boolean; b?: boolean } = {}): Tensor {
    return this.graph.op('MatMul', [a, b], {
      T: FLOAT,
      transpose_a: attribute.boolean(transposed.a ?? false),
      transpose_b: attribute.boolean(transposed.b ?? false),
    });
  }

  #binary(type: string, a: Tensor, b: Tensor): Tensor {
    return this.graph.op(type, [a, b], { T: FLOAT });
  }
}
