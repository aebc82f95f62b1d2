import { MOST_SLOTS, type AgentMessage, type Hello } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

const HELLO_WITHIN_MS = 15_000;
const MOST_ID_CHARACTERS = 200;
const MOST_LABELS = 32;
const MOST_LABEL_CHARACTERS = 100;
const MOST_WORKLOADS = 16;
const MOST_NAME_CHARACTERS = 100;
/** Of what only people read: longer text is cut. */
const MOST_SHOWN_CHARACTERS = 200;
/** An agent holds a trial a slot, and while that ends the next. */
const MOST_LEASES = 2 * MOST_SLOTS;

/**
 * The first message of a session, which must be Hello.
 * @throws GridsweepError 'refused' if it is another, 'unavailable' if none comes in time
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
    throw new GridsweepError('refused', 'A session begins with Hello.');
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A Hello that can be worked with, what only people read of it cut to what they would.
 * @throws GridsweepError 'refused', final for the agent, if it describes itself in a way that cannot work
 */
export function checkHello(hello: Hello): Hello {
  const { agentId, instanceId, slots, labels, workloads, resuming } = hello;
  checkText('The id', agentId, MOST_ID_CHARACTERS);
  checkText('The instance id', instanceId, MOST_ID_CHARACTERS);
  if (!Number.isInteger(slots) || slots < 1 || slots > MOST_SLOTS) {
    throw refused(`Its number of slots is ${slots}; it must be a whole number from 1 to ${MOST_SLOTS}`);
  }
  checkCount('labels', Object.keys(labels).length, 0, MOST_LABELS);
  for (const [key, value] of Object.entries(labels)) {
    checkText('The name of a label', key, MOST_LABEL_CHARACTERS);
    if (value !== '') checkText(`The label ${key}`, value, MOST_LABEL_CHARACTERS);
  }
  checkCount('workloads', workloads.length, 1, MOST_WORKLOADS);
  for (const { name } of workloads) checkText('The name of a workload', name, MOST_NAME_CHARACTERS);
  const twice = workloads.find(({ name }, at) => workloads.findIndex((other) => other.name === name) !== at);
  if (twice !== undefined) throw refused(`It offers the workload ${twice.name} twice`);
  checkCount('leases', resuming.length, 0, MOST_LEASES);
  return {
    ...hello,
    version: shown(hello.version),
    nodeVersion: shown(hello.nodeVersion),
    device: shown(hello.device),
    host: shown(hello.host),
    workloads: workloads.map(({ name, engine, engineVariant }) => ({
      name,
      engine: shown(engine),
      engineVariant: shown(engineVariant),
    })),
  };
}

function checkText(what: string, text: string, most: number): void {
  if (text !== '' && text.length <= most && !/\p{Cc}/u.test(text)) return;
  const written = JSON.stringify(text.length > 50 ? `${text.slice(0, 50)}…` : text);
  throw refused(`${what} is ${written}; it must be 1 to ${most} printable characters`);
}

function checkCount(what: string, count: number, least: number, most: number): void {
  if (count >= least && count <= most) return;
  throw refused(`It has ${count} ${what}; it must be ${least} to ${most}`);
}

function refused(why: string): GridsweepError {
  return new GridsweepError('refused', `The agent cannot be admitted. ${why}.`);
}

/** Text of an agent that people read: one line, of a length that they would. */
export function shown(text: string): string {
  // Half a character, which the cut may leave, is none.
  return text.slice(0, MOST_SHOWN_CHARACTERS).replaceAll(/[\p{Cc}\p{Cs}]/gu, '\uFFFD');
}
