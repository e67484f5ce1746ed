namespace VaeMlNet.Benchmarks;

/// <summary>Measures the sample EdgeScorer as whole processes: compiled at run time, and ahead of time.</summary>
internal sealed class EdgeBenchmark
{
    public const string Name = "edge";

    private const string Built = "samples/EdgeScorer/bin/Release/net10.0/EdgeScorer.dll";
    private const string Published = "artifacts/edge/EdgeScorer";
    private const string Rows = "samples/DetectOnStream/readings.csv";

    private readonly Dictionary<string, WholeProcess> processes = [];

    /// <exception cref="CommandException">A program was not built.</exception>
    public EdgeBenchmark()
    {
        if (new[] { Built, Published }.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new CommandException(
                $"There is no '{missing}'. Run dotnet cake --target=Benchmark --filter={Name}, which builds and publishes the sample."
            );
        }

        Candidates =
        [
            Add("run-time", "EdgeScorer of dotnet build scores 500 readings", ["dotnet", Built]),
            Add("ahead-of-time", "the same program, published with PublishAot", [Published]),
        ];
    }

    public IReadOnlyList<Candidate> Candidates { get; }

    public static IReadOnlyList<SpeedRatio> Ratios { get; } = [new("ahead-of-time", "run-time")];

    /// <summary>Returns the largest memory of each candidate, from separate runs.</summary>
    public IReadOnlyDictionary<string, ProcessMemory> Watch() =>
        processes.ToDictionary(process => process.Key, process => process.Value.Watch());

    private Candidate Add(string name, string description, string[] command)
    {
        WholeProcess process = new(command, Rows);
        processes.Add(name, process);
        return new(name, 1, description, 1, process.Measure);
    }
}
