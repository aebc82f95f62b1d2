import type { Writable } from 'node:stream';

/**
 * Writes a message and waits until the stream would take another (I6).
 * @returns false where the stream is over; the message may not have been sent.
 */
export async function written(stream: Writable, message: unknown): Promise<boolean> {
  if (stream.destroyed || stream.writableEnded) return false;
  if (stream.write(message)) return true;
  return new Promise((resolve) => {
    const settle = (taken: boolean) => {
      stream.off('drain', drained).off('close', over).off('error', over);
      resolve(taken);
    };
    const drained = () => settle(true);
    const over = () => settle(false);
    stream.on('drain', drained).on('close', over).on('error', over);
  });
}
