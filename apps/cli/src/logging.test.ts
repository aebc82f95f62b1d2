import { expect, test } from 'vitest';
import { loggerTo, withoutPassword } from './logging.ts';

test('records hold no secrets: not in fields, not in the messages and stacks of errors', () => {
  let written = '';
  const logger = loggerTo({ write: (line: string) => (written += line) }, 'info');
  const url = 'postgres://me:hunter2@db:5432/gridsweep';
  logger.info({ databaseUrl: url, options: { password: 'hunter2', deep: { token: 'hunter2' } } }, 'Opening.');
  logger.child({ trial: 't' }).error({ err: new Error(`cannot reach ${url}`) }, 'Failed.');
  logger.debug('not at this level');
  const records = written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records).toHaveLength(2);
  expect(records[0]).toMatchObject({ level: 'info', databaseUrl: '[redacted]', msg: 'Opening.' });
  expect(records[1]).toMatchObject({
    trial: 't',
    err: { message: 'cannot reach postgres://me:[redacted]@db:5432/gridsweep' },
  });
  expect(written).not.toContain('hunter2');
});

test('URLs without a password stay as they are', () => {
  expect(withoutPassword('postgres://me@db/x and http://a:80/b@c')).toBe('postgres://me@db/x and http://a:80/b@c');
});
