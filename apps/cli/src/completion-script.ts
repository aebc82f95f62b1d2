import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What may follow a command: words (subcommands, or choices of its first argument) and options. */
interface Completion {
  /** The command's words, the program's name left out: "dataset fetch". */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly description: string }[];
  readonly options: readonly { readonly flag: string; readonly description: string }[];
}

/** A script that completes commands, options and file names. */
export function completionScript(shell: Shell, root: Command): string {
  const completions = collect(root, '');
  switch (shell) {
    case 'bash':
      return bash(completions);
    case 'zsh':
      return `#compdef gridsweep\nautoload -U +X bashcompinit && bashcompinit\n${bash(completions)}`;
    case 'fish':
      return fish(completions);
  }
}

function collect(command: Command, path: string): Completion[] {
  const choices = command.registeredArguments[0]?.argChoices ?? [];
  const own: Completion = {
    path,
    words: [
      ...command.commands.map((child) => ({ word: child.name(), description: child.description() })),
      ...choices.map((word) => ({ word, description: '' })),
    ],
    options: [
      ...command.options
        .filter(({ hidden }) => !hidden)
        .map(({ long, short, description }) => ({ flag: long ?? short ?? '', description })),
      { flag: '--help', description: 'print help' },
    ],
  };
  return [own, ...command.commands.flatMap((child) => collect(child, `${path} ${child.name()}`.trim()))];
}

function bash(completions: readonly Completion[]): string {
  const cases = completions.map(
    ({ path, words, options }) =>
      `    '${path}') words='${[...words.map(({ word }) => word), ...options.map(({ flag }) => flag)].join(' ')}' ;;`,
  );
  const paths = completions.map(({ path }) => path).filter((path) => path !== '');
  return `# Completion of gridsweep.
_gridsweep() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' words='' at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "\${path:+$path }\${COMP_WORDS[at]}" in
      ${paths.map((path) => `'${path}'`).join(' | ')}) path="\${path:+$path }\${COMP_WORDS[at]}" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ $current == -* || -z $path ]] || COMPREPLY+=($(compgen -f -- "$current"))
}
complete -o filenames -F _gridsweep gridsweep
`;
}

function fish(completions: readonly Completion[]): string {
  const lines = completions.flatMap(({ path, words, options }) => {
    const names = path.split(' ').filter((name) => name !== '');
    const seen = names.map((name) => `__fish_seen_subcommand_from ${name}`).join('; and ');
    const direct =
      words.length === 0 ? [] : [`not __fish_seen_subcommand_from ${words.map(({ word }) => word).join(' ')}`];
    const when = (conditions: readonly string[]) =>
      conditions.length === 0 ? '' : ` -n '${conditions.join('; and ')}'`;
    const base = seen === '' ? [] : [seen];
    const here = names.length === 0 ? ['__fish_use_subcommand'] : [...base, ...direct];
    return [
      ...words.map(({ word, description }) => `complete -c gridsweep -f${when(here)} -a ${word}${about(description)}`),
      ...options.map(
        ({ flag, description }) =>
          `complete -c gridsweep${when(names.length === 0 ? here : base)} -l ${flag.replace(/^-+/, '')}${about(description)}`,
      ),
    ];
  });
  return `# Completion of gridsweep.\n${lines.join('\n')}\n`;
}

function about(description: string): string {
  return description === '' ? '' : ` -d '${description.replaceAll("'", "\\'")}'`;
}
