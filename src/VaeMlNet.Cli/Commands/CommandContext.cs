using VaeMlNet.Cli.Terminal;

namespace VaeMlNet.Cli.Commands;

/// <summary>What every verb gets: where to write, and the token that Ctrl-C cancels.</summary>
/// <param name="Terminal">Where to write.</param>
/// <param name="CancellationToken">Cancelled by Ctrl-C and by a termination request.</param>
internal sealed record CommandContext(CommandTerminal Terminal, CancellationToken CancellationToken);
