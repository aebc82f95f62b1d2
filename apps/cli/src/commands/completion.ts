import { Argument, Command } from 'commander';
import { examples, type Context } from '../context.ts';
import { completionScript, SHELLS, type Shell } from '../completion-script.ts';

export function completionCommand(context: Context): Command {
  const command = new Command('completion')
    .description('print a completion script for your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addHelpText(
      'after',
      examples(
        'completion bash >> ~/.bashrc',
        'completion zsh > "${fpath[1]}/_gridsweep"',
        'completion fish > ~/.config/fish/completions/gridsweep.fish',
      ),
    );
  return command.action((shell: Shell) => {
    context.terminal.out.write(completionScript(shell, command.parent ?? command));
  });
}
