// Runs the test projects, those that take longest first, and adds up their counters.

record TestCounts(int Passed, int Failed, int Skipped);

static readonly string[] TestProjects =
{
    "VaeMlNet.Training.Tests",
    "VaeMlNet.Tests",
    "Docs.Tests",
    "VaeMlNet.Cli.Tests",
    "VaeMlNet.Worker.Tests",
    "VaeMlNet.Data.Tests",
    "VaeMlNet.Hosting.Tests",
    "VaeMlNet.Tooling.Tests",
    "VaeMlNet.Benchmarks.Tests",
    "Samples.Tests",
    "Architecture.Tests",
    "VaeMlNet.OnnxExport.Tests",
    "Fuzzing.Tests",
    "Dependencies.Tests",
    "Notebooks.Tests",
    "Outsider.Tests",
    "VaeMlNet.Report.Tests",
    "VaeMlNet.Baselines.Tests",
    "VaeMlNet.Jobs.Tests",
    "Packages.Tests",
};

// Threads of OpenMP that wait for work in a loop would take the cores from the other project. Most code of tests runs a few times only, for which
// the profile-guided optimization of .NET takes a sixth of the processor time.
static readonly Dictionary<string, string> TestEnvironment = new() { ["OMP_NUM_THREADS"] = "1", ["DOTNET_TieredPGO"] = "0" };

TestCounts testCounts = null;

// Runs the selected tests. Most of them use one core, so that two projects at once need little more time than one.
void RunTests(string configuration, string filter, int atOnce)
{
    const string results = "artifacts/test-results";
    CleanDirectory(results);
    var unlisted = GetDirectories("tests/*.Tests").Select(path => path.GetDirectoryName()).Except(TestProjects).ToArray();
    if (unlisted.Length > 0)
        throw new CakeException($"eng/tests.cake does not list {string.Join(", ", unlisted)}.");
    var broken = new System.Collections.Concurrent.ConcurrentBag<string>();
    var next = new System.Collections.Concurrent.ConcurrentQueue<string>(TestProjects);
    var runs = Enumerable.Range(0, atOnce).Select(_ => System.Threading.Tasks.Task.Run(() =>
    {
        while (next.TryDequeue(out var project))
        {
            if (RunTestProject(project, configuration, filter, results, atOnce > 1) != 0)
                broken.Add(project);
        }
    }));
    System.Threading.Tasks.Task.WaitAll(runs.ToArray());
    testCounts = GetFiles($"{results}/*.trx").Select(ReadCounts)
        .Aggregate(new TestCounts(0, 0, 0), (a, b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped));
    // A test host that crashed, or wrote no counters, is a failure even if no test failed.
    if (broken.Count > 0 && testCounts.Failed == 0)
        testCounts = testCounts with { Failed = broken.Count };
    if (broken.Count > 0)
    {
        foreach (string failure in GetFiles($"{results}/*.trx").SelectMany(Failures))
            Error(failure);
        Error($"Failed: {string.Join(", ", broken)}");
    }
    if (testCounts.Passed == 0 && testCounts.Failed == 0)
        throw new CakeException($"No test ran for the filter {filter}.");
}

int RunTestProject(string project, string configuration, string filter, string results, bool sharesCores)
{
    int exitCode = StartProcess(
        "dotnet",
        new ProcessSettings
        {
            Arguments = Arguments(new[]
            {
                "test", $"tests/{project}/bin/{configuration}/net10.0/{project}.dll", "--settings", "tests/test.runsettings", "--filter", filter,
                "--logger", $"trx;LogFileName={project}.trx", "--results-directory", results, "--verbosity", "quiet",
            }),
            RedirectStandardOutput = true,
            EnvironmentVariables = sharesCores ? TestEnvironment : new Dictionary<string, string>(),
        },
        out var output);
    // At once, so that the lines of two projects do not mix.
    Information(string.Join(System.Environment.NewLine, output));
    return exitCode;
}

IEnumerable<System.Xml.Linq.XElement> Results(FilePath trx) =>
    System.Xml.Linq.XDocument.Load(trx.FullPath).Descendants().Where(e => e.Name.LocalName == "UnitTestResult");

/// Returns the name and the message of each test that failed.
IEnumerable<string> Failures(FilePath trx) =>
    from result in Results(trx)
    where (string)result.Attribute("outcome") == "Failed"
    let message = result.Descendants().FirstOrDefault(e => e.Name.LocalName == "Message")
    select $"{trx.GetFilenameWithoutExtension()}: {(string)result.Attribute("testName")}{System.Environment.NewLine}{message?.Value.TrimEnd()}";

TestCounts ReadCounts(FilePath trx)
{
    var outcomes = Results(trx).Select(e => (string)e.Attribute("outcome")).ToArray();
    int passed = outcomes.Count(o => o == "Passed");
    int skipped = outcomes.Count(o => o == "NotExecuted");
    return new TestCounts(passed, outcomes.Length - passed - skipped, skipped);
}
