namespace VaeMlNet.Benchmarks;

/// <summary>What stands beside every figure.</summary>
/// <param name="Command">What repeats it.</param>
/// <param name="Date">When it was measured.</param>
/// <param name="Machine">On what.</param>
internal sealed record Conditions(string Command, DateTimeOffset Date, MachineFacts Machine)
{
    /// <summary>As Markdown, a list of three.</summary>
    /// <param name="count">How often it was measured, such as <c>7 interleaved rounds</c>.</param>
    public string ToMarkdown(string count)
    {
        var versions = string.Join(", ", Machine.Versions.Select(v => $"{v.Key} {v.Value}"));
        return FormattableString.Invariant(
            $"""
            - Command: `{Command}`, {Date:yyyy-MM-dd}, {count}.
            - Machine: {Machine.Processor}, {Machine.ProcessorCount} cores, {Machine.OperatingSystem}.
            - Versions: {versions}; packages: {Machine.Packages}.


            """
        );
    }
}
