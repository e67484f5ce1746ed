namespace VaeMlNet.Benchmarks;

/// <summary>The data, sections and rounds of the training benchmark.</summary>
/// <param name="Mnist">The folder of MNIST's unpacked files.</param>
/// <param name="Rounds">The number of measured rounds.</param>
/// <param name="Only">The names of the sections to run; empty for all.</param>
internal sealed record TrainSettings(string Mnist, int Rounds, IReadOnlyList<string> Only)
{
    /// <summary>Gets the number of training images to use, from the first one; null for the section's own number.</summary>
    public int? RowCount { get; init; }

    /// <summary>Gets whether Debian's PyTorch takes part. It must be installed.</summary>
    public bool HasPyTorch { get; init; }

    public IEnumerable<TrainingSection> Sections =>
        TrainingSection
            .All.Where(section => Only.Count == 0 || Only.Contains(section.Name))
            .Select(section => section.WithRows(RowCount));

    /// <summary>Gets the command that repeats the run.</summary>
    public string Command =>
        string.Join(' ', ["dotnet cake --target=Benchmark", $"--filter={TrainBenchmark.Name}", .. Arguments()]);

    private IEnumerable<string> Arguments()
    {
        yield return FormattableString.Invariant($"--rounds={Rounds}");
        if (Only.Count > 0)
        {
            yield return $"--only={string.Join(',', Only)}";
        }

        if (RowCount is { } rows)
        {
            yield return FormattableString.Invariant($"--rows={rows}");
        }

        if (HasPyTorch)
        {
            yield return "--pytorch";
        }
    }
}
