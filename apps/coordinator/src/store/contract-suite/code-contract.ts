import type { Chunk } from '@gridsweep/protocol';
import { describe, expect, test } from 'vitest';

import { stream } from '../../testing/served.ts';
import { UNUSED_CODE_KEPT_MS } from '../limits.ts';
import { codeOf, newSweep, NOW, pieces, whole, type StoreDriver } from './store-driver.ts';

const LATER = NOW + UNUSED_CODE_KEPT_MS + 1;

/** Code of sweeps: taken in pieces, verified, kept once and as long as a sweep has it. */
export function codeContract(use: () => StoreDriver): void {
  describe('code', () => {
    const content = (text: string) => Buffer.from(text.repeat(1000));
    const send = (chunks: readonly Chunk[], now = NOW) => use().store.storeCode(stream(chunks), () => now);

    test('it comes back as it was sent, and is stored once', async () => {
      const { store, prefix } = use();
      const code = content(prefix);
      const parts = pieces(code, 1000);
      expect(await send(parts)).toBe(parts[0]!.sha256);
      // The rest is not asked for.
      expect(await send(parts.slice(0, 1))).toBe(parts[0]!.sha256);
      expect(Buffer.compare(await whole(store.readCode(parts[0]!.sha256)), code)).toBe(0);
      const [one, two] = await Promise.all([send(pieces(content(`${prefix}x`))), send(pieces(content(`${prefix}x`)))]);
      expect(one).toBe(two);
      expect(await whole(store.readCode(one))).toEqual(content(`${prefix}x`));
      expect(await send(pieces(new Uint8Array()))).toMatch(/^e3b0c442/);
    });

    test('what is not what it says is refused, and nothing of it is kept', async () => {
      const { store, prefix } = use();
      const parts = pieces(content(prefix), 1000);
      const [first, second, ...rest] = parts;
      const wrong = [
        [],
        parts.slice(0, -1),
        [first!, ...rest],
        [first!, first!],
        [first!, { ...second!, sha256: 'ab'.repeat(32) }],
        [...parts.slice(0, -1), { ...parts.at(-1)!, bytes: Buffer.alloc(parts.at(-1)!.bytes.byteLength) }],
        [...parts, { ...parts.at(-1)!, offset: parts[0]!.totalBytes }],
        [{ ...first!, bytes: new Uint8Array() }],
        [{ ...first!, totalBytes: 2 ** 26 + 1 }],
        [{ ...first!, sha256: '\0' }],
      ];
      for (const chunks of wrong) expect(await codeOf(send(chunks))).toBe('invalid');
      expect(await codeOf(whole(store.readCode(first!.sha256)))).toBe('not-found');
      expect(await codeOf(store.createSweep(newSweep(prefix, 1, { codeSha256: first!.sha256 }), NOW))).toBe(
        'not-found',
      );
      expect(await codeOf(store.findSweep(prefix))).toBe('not-found');
      await send(parts);
      expect((await store.createSweep(newSweep(prefix, 1, { codeSha256: first!.sha256 }), NOW)).created).toBe(true);
    });

    test('a trial is told the code of its sweep', async () => {
      const { prefix, create, leaseOne } = use();
      const sha256 = await send(pieces(content(prefix)));
      await create(1, { codeSha256: sha256 });
      expect(await leaseOne()).toMatchObject({ codeSha256: sha256 });
    });

    test('it goes with the last sweep that has it, unless it was sent lately', async () => {
      const { store, prefix, create } = use();
      const sha256 = await send(pieces(content(prefix)));
      await create(1, { codeSha256: sha256 });
      await create(1, { codeSha256: sha256 }, `${prefix}b`);
      await create(1, {}, `${prefix}c`);
      const there = () => codeOf(whole(store.readCode(sha256)));
      await store.deleteSweep(prefix, LATER);
      expect(await there()).toBe('none');
      await store.deleteSweep(`${prefix}b`, NOW + 1);
      expect(await there()).toBe('none');
      await send(pieces(content(prefix)), LATER);
      await store.deleteSweep(`${prefix}c`, LATER + 1);
      expect(await there()).toBe('none');
      await create(1, {}, `${prefix}d`);
      await store.deleteSweep(`${prefix}d`, LATER + UNUSED_CODE_KEPT_MS + 1);
      expect(await there()).toBe('not-found');
    });
  });
}
