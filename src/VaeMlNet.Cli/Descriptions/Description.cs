using System.Text.Json.Nodes;

namespace VaeMlNet.Cli;

/// <summary>What 'info' says of a thing: for people, and for programs.</summary>
internal abstract class Description
{
    /// <summary>The facts as JSON.</summary>
    public abstract JsonObject ToJson();

    /// <summary>The facts as lines and tables.</summary>
    public abstract void Print(CommandTerminal terminal);

    /// <summary>A size as people read it.</summary>
    protected static string Bytes(long count) =>
        count switch
        {
            < 10_000 => FormattableString.Invariant($"{count} bytes"),
            < 10_000_000 => FormattableString.Invariant($"{count / 1024.0:0.#} KiB"),
            _ => FormattableString.Invariant($"{count / (1024.0 * 1024):0.#} MiB"),
        };
}
