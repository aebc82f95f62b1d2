// Original file: proto/gridsweep/v1/trial.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A part of a file that travels in pieces: each says what the whole is, so that none needs another to be understood.
 */
export interface Chunk {
  /**
   * Bytes of the whole.
   */
  'totalBytes'?: (number | string | Long);
  /**
   * SHA-256 of the whole, lower-case hexadecimal.
   */
  'sha256'?: (string);
  /**
   * Where this piece begins.
   */
  'offset'?: (number | string | Long);
  /**
   * At most 1 MiB.
   */
  'bytes'?: (Buffer | Uint8Array | string);
}

/**
 * A part of a file that travels in pieces: each says what the whole is, so that none needs another to be understood.
 */
export interface Chunk__Output {
  /**
   * Bytes of the whole.
   */
  'totalBytes': (number);
  /**
   * SHA-256 of the whole, lower-case hexadecimal.
   */
  'sha256': (string);
  /**
   * Where this piece begins.
   */
  'offset': (number);
  /**
   * At most 1 MiB.
   */
  'bytes': (Buffer);
}
