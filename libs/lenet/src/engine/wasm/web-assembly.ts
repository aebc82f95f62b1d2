declare const opaque: unique symbol;

/** A compiled module: code without memory, usable by any number of instances. */
export interface WasmModule {
  readonly [opaque]: 'WebAssembly.Module';
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

export interface WasmGlobal {
  readonly value: number;
}

interface WebAssemblyNamespace {
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<WasmModule>;
  readonly Instance: new (module: WasmModule) => { readonly exports: unknown };
}

/** What we use of the WebAssembly JavaScript API, which the types of Node 20 lack. */
export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyNamespace }).WebAssembly;
