/* eslint-disable no-control-regex -- what is looked for here are control characters */
/** ECMA-48: control sequences, strings of commands (OSC, DCS, …) and two-character escapes. */
const ESCAPES =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]/g;
/** Control characters, and those that turn the direction of text or hide it. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * A line of a command's output as text that is safe to show and store: UTF-8 with replacement characters, no control characters
 * and escape sequences, what a carriage return overwrites left out (progress bars), and cut at a length.
 * @param cut bytes of the line that are not among the given ones
 */
export function cleanText(bytes: Buffer, cut: number, maxLength: number): string {
  const whole = bytes.toString('utf8').replace(/\r+$/, '');
  const shown = whole.slice(whole.lastIndexOf('\r') + 1).replaceAll('\t', '    ');
  const text = shown.replace(ESCAPES, '').replace(CONTROLS, '').trimEnd();
  if (text.length <= maxLength && cut === 0) return text;
  const kept = text.slice(0, maxLength);
  // Half of a character that takes two code units is none.
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}… (cut)`;
}
