using System.Text.Json.Nodes;

namespace VaeMlNet.Cli;

/// <summary>The output of <c>vaemlnet info</c>, for people and for programs.</summary>
internal abstract class Description
{
    /// <summary>Returns the facts as JSON.</summary>
    public abstract JsonObject ToJson();

    /// <summary>Prints the facts as lines and tables.</summary>
    public abstract void Print(CommandTerminal terminal);

    /// <summary>Formats a size in bytes for people.</summary>
    protected static string Bytes(long count) =>
        count switch
        {
            < 10_000 => FormattableString.Invariant($"{count} bytes"),
            < 10_000_000 => FormattableString.Invariant($"{count / 1024.0:0.#} KiB"),
            _ => FormattableString.Invariant($"{count / (1024.0 * 1024):0.#} MiB"),
        };
}
