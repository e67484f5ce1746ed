namespace VaeMlNet.Benchmarks;

/// <summary>What to measure of training.</summary>
/// <param name="Mnist">Folder with MNIST's unpacked files.</param>
/// <param name="Rounds">Measured rounds.</param>
/// <param name="Only">Names of sections; none means all.</param>
internal sealed record TrainSettings(string Mnist, int Rounds, IReadOnlyList<string> Only)
{
    /// <summary>How many of the first training images to use; null for as many as the section has.</summary>
    public int? RowCount { get; init; }

    public IEnumerable<TrainingSection> Sections =>
        TrainingSection
            .All.Where(section => Only.Count == 0 || Only.Contains(section.Name))
            .Select(section => section.WithRows(RowCount));

    /// <summary>What repeats the run.</summary>
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
    }
}
