namespace VaeMlNet.Benchmarks;

/// <summary>The conditions of a measurement.</summary>
/// <param name="Command">The command that repeats it.</param>
/// <param name="Date">The time of the measurement.</param>
/// <param name="Machine">The machine and the versions of components.</param>
internal sealed record Conditions(string Command, DateTimeOffset Date, MachineFacts Machine)
{
    /// <summary>Returns the conditions as a Markdown list.</summary>
    /// <param name="count">The number of measurements, such as <c>7 interleaved rounds</c>.</param>
    public string ToMarkdown(string count)
    {
        var versions = string.Join(", ", Machine.Versions.Select(v => $"{v.Key} {v.Value}"));
        return FormattableString.Invariant(
            $"""
            - Command: `{Command}`, {Date:yyyy-MM-dd}, {count}.
            - Machine: {Machine.Processor}, {Machine.ProcessorCount} cores, {Machine.OperatingSystem}.
            - Versions: {versions}.


            """
        );
    }
}
