namespace VaeMlNet.Benchmarks;

/// <summary>Measures short runs of the command line as whole processes.</summary>
internal sealed class StartBenchmark : IDisposable
{
    public const string Name = "start";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vae-start-");
    private readonly Dictionary<string, ToolProcess> processes = [];
    private readonly List<Candidate> candidates = [];
    private readonly List<SpeedRatio> ratios = [];

    public StartBenchmark(StartSettings settings)
    {
        var csv = Path.Combine(folder.FullName, "rows.csv");
        SmallCsv.Write(settings.Mnist, csv);
        var output = Path.Combine(folder.FullName, "out.csv");
        string[] score = ["score", GraphFile.MnistFolder, $"--data={csv}", $"--out={output}"];
        string[] encode = ["encode", GraphFile.MnistFolder, $"--data={csv}", $"--out={output}"];
        Add("", "as built", settings.Built, score, encode);
        if (IsThere(settings.Published))
        {
            Add("-published", "as published for this machine", settings.Published, score, encode);
            ratios.Add(new("score-published", "score"));
        }

        if (settings.Before is { } before)
        {
            Add("-before", "of the other build", before, score, encode);
            ratios.Add(new("score", "score-before"));
            if (IsThere(settings.Published))
            {
                ratios.Add(new("score-published", "score-before"));
            }
        }
    }

    public IReadOnlyList<Candidate> Candidates => candidates;

    public IReadOnlyList<SpeedRatio> Ratios => ratios;

    /// <summary>Returns the largest memory and the mapped torch libraries of every candidate, from separate runs.</summary>
    public IReadOnlyDictionary<string, ProcessMemory> Watch() =>
        candidates.ToDictionary(candidate => candidate.Name, candidate => processes[candidate.Name].Watch());

    public void Dispose() => folder.Delete(recursive: true);

    private static bool IsThere(string tool) => File.Exists(Path.Combine(tool, "VaeMlNet.Cli.dll"));

    private void Add(string suffix, string how, string tool, string[] score, string[] encode)
    {
        if (!IsThere(tool))
        {
            throw new InvalidOperationException(
                $"There is no VaeMlNet.Cli.dll in '{tool}'. Build or publish src/VaeMlNet.Cli first."
            );
        }

        Add($"version{suffix}", $"--version, {how}: a .NET process with hardly any work", tool, ["--version"]);
        Add($"help{suffix}", $"score --help, {how}", tool, ["score", "--help"]);
        Add($"encode{suffix}", $"encode {SmallCsv.RowCount} rows of CSV, {how}", tool, encode);
        Add($"score{suffix}", $"score {SmallCsv.RowCount} rows of CSV, {how}", tool, score);
        ratios.Add(new($"score{suffix}", $"version{suffix}"));
    }

    private void Add(string name, string description, string tool, string[] arguments)
    {
        ToolProcess process = new(tool, arguments);
        processes.Add(name, process);
        candidates.Add(new(name, 1, description, 1, process.Measure));
    }
}
