import type { AgentMessage, Hello } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

const HELLO_WITHIN_MS = 15_000;
const MOST_SLOTS = 1024;
const MOST_ID_CHARACTERS = 200;

/**
 * The first message of a session, which must be Hello.
 * @throws GridsweepError 'conflict' if it is another, 'unavailable' if none comes in time
 */
export async function firstMessage(messages: AsyncIterator<AgentMessage>): Promise<Hello> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new GridsweepError('unavailable', `No Hello came within ${HELLO_WITHIN_MS / 1000} s.`)),
      HELLO_WITHIN_MS,
    );
  });
  try {
    const first = await Promise.race([messages.next(), late]);
    if (first.done !== true && first.value.type === 'hello') return first.value;
    throw new GridsweepError('conflict', 'A session begins with Hello.');
  } finally {
    clearTimeout(timer);
  }
}

/** @throws GridsweepError 'invalid', final for the agent, if it describes itself in a way that cannot work */
export function checkHello(hello: Hello): Hello {
  for (const [field, value] of [
    ['agent_id', hello.agentId],
    ['instance_id', hello.instanceId],
  ] as const) {
    if (value === '' || value.length > MOST_ID_CHARACTERS || /\p{Cc}/u.test(value)) {
      throw new GridsweepError(
        'invalid',
        `${field} is ${JSON.stringify(value.slice(0, 50))}; it must be 1 to ${MOST_ID_CHARACTERS} printable characters.`,
      );
    }
  }
  if (!Number.isInteger(hello.slots) || hello.slots < 1 || hello.slots > MOST_SLOTS) {
    throw new GridsweepError('invalid', `slots is ${hello.slots}; it must be a whole number from 1 to ${MOST_SLOTS}.`);
  }
  return hello;
}
