#load "eng/cuda.cake"
#load "eng/data.cake"
#load "eng/install.cake"
#load "eng/pack.cake"
#load "eng/site.cake"
#load "eng/tests.cake"

// Tasks are a few lines: each calls dotnet or the `vaemlnet` command line, so that everything here also runs without Cake.

string target = Argument("target", "Quickstart");
string configuration = Argument("configuration", "Release");

Task("Build")
    .Description("Builds the solution.")
    .Does(() => Dotnet("build", "VaeMlNet.sln", "--configuration", configuration, "--verbosity", "quiet"));

Task("BuildCli")
    .Description("Builds the command line and its dependencies.")
    .Does(() => Dotnet("build", "src/VaeMlNet.Cli", "--configuration", configuration, "--verbosity", "quiet"));

Task("Quickstart")
    .Description("Trains on MNIST, exports to ONNX, encodes and scores in ML.NET pipelines. --mnist=FOLDER --epochs=N --seed=N --out=FOLDER")
    .Does(() =>
    {
        Dotnet("build", "samples/Quickstart", "--configuration", configuration, "--verbosity", "quiet");
        FetchMnist();
        RunTool(new[] { $"samples/Quickstart/bin/{configuration}/net10.0/Quickstart.dll" }, "mnist", "epochs", "seed", "out");
    });

Task("ExportOnnx")
    .Description("Trains and exports a model folder, and prints its figures. Takes all options of 'vaemlnet export' (docs/cli/export.md). --model=mnist --mnist=FOLDER --data=FILE --epochs=20 --out=onnx/MODEL, or onnx/NAME for a data file NAME.csv")
    .IsDependentOn("BuildCli")
    .Does(() =>
    {
        if (!HasArgument("data"))
            FetchMnist();
        // The tool refuses what it does not know, so that a misspelled option is not ignored.
        var options = Context.Arguments.GetArguments().Where(option => option.Key is not ("target" or "configuration" or "out"));
        string[] export = { $"src/VaeMlNet.Cli/bin/{configuration}/net10.0/VaeMlNet.Cli.dll", "export", $"--out={ExportFolder()}" };
        RunTool(export.Concat(options.SelectMany(option => option.Value.Select(value => $"--{option.Key}={value}"))).ToArray());
    });

Task("BuildBenchmarks")
    .Description("Builds the benchmarks and the command line, which some of them run.")
    .IsDependentOn("BuildCli")
    .Does(() => Dotnet("build", "benchmarks/VaeMlNet.Benchmarks", "--configuration", configuration, "--verbosity", "quiet"));

Task("Benchmark")
    .Description("Measures speeds as ratios, or the quality of models, and writes tables and artifacts/benchmarks/FILTER.json. --filter=encode|score|growth|cores|formats|train|growth-train|gpu|micro|read|stream|start|edge|hosting|csv|scale|models|tables|soak|gaps is a subcommand of the benchmarks, which says which options it takes: --mnist=FOLDER --rounds=7 --only=SECTION --pytorch --epochs=N --seeds=1,2,3 --rows=N --pictures=FOLDER --page=docs/figures.md --minutes=N --plot-only --device=cuda:0 --folder=FOLDER --series=A,B")
    .IsDependentOn("BuildBenchmarks")
    .Does(() =>
    {
        string filter = Argument("filter", "encode");
        if (filter == "tables")
            FetchFilms();
        else if (!new[] { "scale", "soak", "micro", "stream", "gaps", "csv", "edge", "hosting" }.Contains(filter))
            FetchMnist();
        InstallForBenchmark(filter);
        if (filter is "start" or "csv")
            PublishTool("--no-self-contained", "artifacts/tool");
        if (filter == "start")
            PublishTool("--self-contained", "artifacts/tool-self-contained");
        if (filter == "edge")
        {
            Dotnet("build", "samples/EdgeScorer", "--configuration", "Release", "--verbosity", "quiet");
            Dotnet("publish", "samples/EdgeScorer", "--configuration", "Release", "--use-current-runtime", "--output", "artifacts/edge", "--verbosity", "quiet");
        }
        RunBenchmarks(filter, "mnist", "model", "data", "rounds", "out", "tool", "published", "self-contained", "before", "only", "epochs", "seeds", "rows", "microseconds", "pictures", "page", "minutes", "plot-only", "pytorch", "device", "folder", "series");
    });

Task("Anomaly")
    .Description("Compares the detector with baselines on a folder of labeled CSV files. The last line is 'MEAN auroc=... aupr=... sqnorm=...'. --data=FOLDER --reference=FILE.csv --sets=A,B --methods=A,B --seeds=1,2 --epochs=N --out=artifacts/anomaly")
    .IsDependentOn("BuildBenchmarks")
    .Does(() => RunBenchmarks("anomaly", "data", "reference", "sets", "methods", "seeds", "epochs", "splits", "normal-rows", "out"));

Task("Tables")
    .Description("How well tables are imputed and synthesized, beside baselines; its last line is 'MEAN rmse20=... acc20=... rmse40=... acc40=... quality=... c2st=... tstr_gap=...'. --folder=FOLDER --tables=A,B --seeds=1,2,3 --methods=A,B --export='ARGUMENTS' --reference=FILE.csv --out=artifacts/tables")
    .IsDependentOn("BuildBenchmarks")
    .Does(() => RunBenchmarks("tables-protocol", "folder", "tables", "seeds", "methods", "export", "reference", "out"));

Task("Planted")
    .Description("How high the detector ranks wrong cells that are planted in tables, beside baselines; its last line is 'MEAN gross_aupr=... swapped_auroc=... swapped_aupr=...'. --tables=FOLDER --only=A,B --seeds=1,2,3 --export='ARGUMENTS' --out=artifacts/planted")
    .IsDependentOn("BuildBenchmarks")
    .Does(() => RunBenchmarks("planted", "tables", "only", "seeds", "export", "out"));

Task("Series")
    .Description("Compares the detection of anomalies in time series with baselines. The last line is 'MEAN vus_pr=... auc_pr=... auc_roc=... event_f1=... best_baseline_vus_pr=...', after one line for each family and one for causal scores. --folder=FOLDER --series=A,B --seeds=1,2 --methods=A,B --reference=FILE.csv --out=artifacts/series")
    .IsDependentOn("BuildBenchmarks")
    .Does(() => RunBenchmarks("series-protocol", "folder", "series", "seeds", "methods", "reference", "out"));

Task("Notebooks")
    .Description("Runs the notebooks and writes their outputs and pictures into them. --only=01 --mnist=FOLDER")
    .IsDependentOn("BuildCli")
    .Does(() =>
    {
        Dotnet("build", "eng/NotebookRunner", "--configuration", configuration, "--verbosity", "quiet");
        FindMnist();
        var notebooks = GetFiles($"notebooks/{Argument("only", "")}*.ipynb").Select(file => $"notebooks/{file.GetFilename()}").OrderBy(path => path).ToArray();
        if (notebooks.Length == 0)
            throw new CakeException($"No notebook of notebooks/ begins with --only={Argument("only", "")}.");
        RunTool(notebooks.Prepend($"eng/NotebookRunner/bin/{configuration}/net10.0/NotebookRunner.dll").ToArray());
    });

Task("Test")
    .Description("Runs every test that decides correctness. The last line is 'N passed, N failed'.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        InstallForTests();
        RunTests(configuration, filter: "TestCategory!=Long", atOnce: 3);
    });

Task("TestLong")
    .Description("Runs full trainings, fuzzing and soak tests. --fuzz-inputs=N: the inputs of every fuzz test. --fuzz-seed=N: the seed of the first input")
    .IsDependentOn("Build")
    .Does(() =>
    {
        foreach (string option in new[] { "fuzz-inputs", "fuzz-seed" }.Where(option => HasArgument(option)))
            System.Environment.SetEnvironmentVariable($"VAEMLNET_{option.Replace('-', '_').ToUpperInvariant()}", Argument<string>(option));
        InstallForLongTests();
        FindMnist();
        FetchAxe();
        // One after the other, because they measure time and memory.
        RunTests(configuration, filter: "TestCategory=Long", atOnce: 1);
    });

Task("Pack")
    .Description("Packs the libraries, the templates, and the tools once for each runtime, into artifacts/packages, and prints the sizes. --smoke packs as version X.Y.Z-smoke, to test the packaging. --out=artifacts/packages --runtimes=linux-x64,win-x64,osx-arm64")
    .Does(() => Pack(configuration, HasArgument("smoke"), Argument("out", "artifacts/packages"), Argument("runtimes", "linux-x64,win-x64,osx-arm64")));

Task("Site")
    .Description("Builds the documentation and the API pages as a site in artifacts/site, and checks it. Needs Node.js with npm, and chromium for the checks in a browser. --repository=ADDRESS --base=/NAME/ --screenshots=FOLDER")
    .Does(() => BuildSite(configuration, Argument("repository", RemoteAddress()), Argument("base", "/"), Argument("screenshots", "")));

Task("CudaFolder")
    .Description("Publishes the tests and benchmarks that need CUDA into one folder, for Linux machines without package sources. Copy it and start run.sh there. --libraries=pytorch leaves libtorch out, which run.sh then finds in PyTorch there; cpu publishes the folder without CUDA, to test it. --out=artifacts/cuda --mnist=FOLDER")
    .Does(() => PublishCudaFolder(configuration, Argument("out", "artifacts/cuda"), Argument("libraries", "cuda")));

Task("Format")
    .Description("Formats the C# sources.")
    .Does(() => Dotnet("csharpier", "format", "."));

Task("Clean")
    .Description("Deletes build outputs, but not MNIST and other downloads (--all deletes them too).")
    .Does(() =>
    {
        CleanDirectories("{benchmarks,eng,samples,src,tests}/**/{bin,obj}");
        if (HasArgument("all"))
            CleanDirectory("artifacts");
    });

RunTarget(target);

// Print the result after Cake's own table and without its colors, so that it is the last line.
if (target == "ExportOnnx")
    Console.WriteLine(ExportedFigures(ExportFolder()));
if (target == "Anomaly")
    Console.WriteLine(Summary(Argument("out", "artifacts/anomaly"), "anomaly"));
if (target == "Tables")
    Console.WriteLine(Summary(Argument("out", "artifacts/tables"), "tables"));
if (target == "Series")
    Console.WriteLine(Summary(Argument("out", "artifacts/series"), "series"));
if (testCounts is { } counts)
{
    Console.WriteLine($"{counts.Passed} passed, {counts.Failed} failed" + (counts.Skipped > 0 ? $", {counts.Skipped} skipped" : ""));
    System.Environment.Exit(counts.Failed == 0 ? 0 : 1);
}

string ExportFolder()
{
    string name = HasArgument("data") ? File(Argument<string>("data")).Path.GetFilenameWithoutExtension().ToString() : "mnist";
    return Argument("out", $"onnx/{Argument("model", name)}");
}

string ExportedFigures(string modelFolder)
{
    using var manifest = System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllText($"{modelFolder}/manifest.json"));
    var training = manifest.RootElement.GetProperty("training");
    double Figure(string name) => training.GetProperty(name).GetDouble();
    return FormattableString.Invariant($"test_loss={Figure("loss"):F2} reconstruction={Figure("reconstruction"):F1} kl={Figure("kl"):F1}");
}

string Summary(string folder, string name)
{
    using var figures = System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllText($"{folder}/{name}.json"));
    return figures.RootElement.GetProperty("summary").GetString();
}

void Dotnet(params string[] arguments) => Run("dotnet", arguments);

void PublishTool(string kind, string folder) =>
    Dotnet("publish", "src/VaeMlNet.Cli", "--configuration", configuration, "--use-current-runtime", kind, "--output", folder, "--verbosity", "quiet");

void RunBenchmarks(string subcommand, params string[] passedOn) =>
    RunTool(new[] { $"benchmarks/VaeMlNet.Benchmarks/bin/{configuration}/net10.0/VaeMlNet.Benchmarks.dll", subcommand }, passedOn);

/// Fetches MNIST unless it exists, and sets the variable by which tests and notebooks find it.
void FindMnist()
{
    FetchMnist();
    DirectoryPath mnist = MakeAbsolute(Directory(Argument("mnist", "artifacts/mnist")));
    System.Environment.SetEnvironmentVariable("VAEMLNET_MNIST", mnist.FullPath);
}

/// Runs a program of this repository, with those of the named Cake arguments that were given.
void RunTool(string[] command, params string[] passedOn)
{
    var arguments = command.ToList();
    foreach (string name in passedOn.Where(name => HasArgument(name)))
        arguments.Add($"--{name}={Argument<string>(name)}");
    Run("dotnet", arguments.ToArray());
}

void Run(string program, params string[] arguments)
{
    int exitCode = StartProcess(program, new ProcessSettings { Arguments = Arguments(arguments) });
    if (exitCode != 0)
        throw new CakeException($"{program} {arguments[0]} ended with exit code {exitCode}. Its message is above.");
}

ProcessArgumentBuilder Arguments(IEnumerable<string> arguments)
{
    var builder = new ProcessArgumentBuilder();
    foreach (string argument in arguments)
        builder.AppendQuoted(argument);
    return builder;
}
