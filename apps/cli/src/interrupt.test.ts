import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { onInterrupt } from './interrupt.ts';

test('the first signal asks to stop, Ctrl-C after it ends the process, others change nothing', () => {
  const exit = vi.fn();
  const target = Object.assign(new EventEmitter(), { exit }) as unknown as Parameters<typeof onInterrupt>[0] &
    EventEmitter;
  const interrupt = onInterrupt(target);
  target.emit('SIGTERM', 'SIGTERM');
  expect(interrupt.signal.aborted).toBe(true);
  expect(interrupt.signal.reason).toBe('SIGTERM');
  for (const again of ['SIGTERM', 'SIGHUP']) target.emit(again, again);
  expect(exit).not.toHaveBeenCalled();
  target.emit('SIGINT', 'SIGINT');
  expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  interrupt.dispose();
  expect(target.listenerCount('SIGINT') + target.listenerCount('SIGTERM') + target.listenerCount('SIGHUP')).toBe(0);
});
