using System.Text.Json;

namespace VaeMlNet.Cli;

/// <summary>The form of figures in JSON files.</summary>
internal static class FiguresJson
{
    /// <summary>Gets the options: names in snake case, and a line for each value.</summary>
    public static JsonSerializerOptions Options { get; } =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };
}
