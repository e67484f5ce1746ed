namespace VaeMlNet.Benchmarks;

/// <summary>Measures short runs of the command line as whole processes.</summary>
internal sealed class StartBenchmark : IDisposable
{
    public const string Name = "start";

    private static readonly string[] Scores = ["score", .. CsvProblem.Names.Select(name => $"score-{name}")];
    private static readonly string[] Rows = ["MNIST", "20 numbers", "20 columns of all kinds"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vae-start-");
    private readonly Dictionary<string, WholeProcess> processes = [];
    private readonly List<Candidate> candidates = [];
    private readonly List<SpeedRatio> ratios = [];

    public StartBenchmark(StartSettings settings)
    {
        ToolProcess.Require(settings.Built);
        var images = Path.Combine(folder.FullName, "images.csv");
        SmallCsv.Write(settings.Mnist, images);
        var output = Path.Combine(folder.FullName, "out.csv");
        string[] encode = ["encode", GraphFile.MnistFolder, $"--data={images}", $"--out={output}"];
        string[][] scores =
        [
            ["score", GraphFile.MnistFolder, $"--data={images}", $"--out={output}"],
            .. CsvProblem
                .Names.Select(name => new CsvProblem(name, CsvProblem.TrainingRows, folder.FullName, settings.Built))
                .Select(table =>
                    (string[])["score", table.Model, $"--data={table.Head(SmallCsv.RowCount)}", $"--out={output}"]
                ),
        ];
        Add("", "as built", settings.Built, encode, scores);
        AddIfThere("-published", "as published for this machine", settings.Published);
        AddIfThere("-self-contained", "as published with its own .NET", settings.SelfContained);
        if (settings.Before is { } before)
        {
            ToolProcess.Require(before);
            Add("-before", "of the other build", before, encode, scores);
            ratios.Add(new("score", "score-before"));
        }

        void AddIfThere(string suffix, string how, string tool)
        {
            if (ToolProcess.IsIn(tool))
            {
                Add(suffix, how, tool, encode, scores);
                ratios.AddRange(Scores.Select(score => new SpeedRatio($"{score}{suffix}", score)));
            }
        }
    }

    public IReadOnlyList<Candidate> Candidates => candidates;

    public IReadOnlyList<SpeedRatio> Ratios => ratios;

    /// <summary>Returns the largest memory and the mapped torch libraries of every candidate, from separate runs.</summary>
    public IReadOnlyDictionary<string, ProcessMemory> Watch() =>
        candidates.ToDictionary(candidate => candidate.Name, candidate => processes[candidate.Name].Watch());

    public void Dispose() => folder.Delete(recursive: true);

    private void Add(string suffix, string how, string tool, string[] encode, string[][] scores)
    {
        Add($"version{suffix}", $"--version, {how}: a .NET process with hardly any work", tool, ["--version"]);
        Add($"help{suffix}", $"score --help, {how}", tool, ["score", "--help"]);
        Add($"encode{suffix}", $"encode {SmallCsv.RowCount} rows of MNIST, {how}", tool, encode);
        foreach (var (name, rows, score) in Scores.Zip(Rows, scores))
        {
            Add($"{name}{suffix}", $"score {SmallCsv.RowCount} rows of {rows}, {how}", tool, score);
        }

        ratios.Add(new($"{Scores[0]}{suffix}", $"version{suffix}"));
    }

    private void Add(string name, string description, string tool, string[] arguments)
    {
        var process = ToolProcess.Create(tool, arguments);
        processes.Add(name, process);
        candidates.Add(new(name, 1, description, 1, process.Measure));
    }
}
