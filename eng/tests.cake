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

// Threads of OpenMP that wait for work in a loop would take the cores from the other projects. Most code of tests runs a few times only: to
// profile it takes a sixth of the processor time, and to compile it again after 30 calls (0x1e) instead of 1,000 takes an eighth.
static readonly Dictionary<string, string> TestEnvironment = new()
{
    ["OMP_NUM_THREADS"] = "1",
    ["DOTNET_TieredPGO"] = "0",
    ["DOTNET_TC_CallCountThreshold"] = "3e8",
};

TestCounts testCounts = null;

// Runs the selected tests, in so many processes at once. Most tests use one core, so that more processes than one need little more time.
void RunTests(string configuration, string filter, int atOnce)
{
    const string results = "artifacts/test-results";
    CleanDirectory(results);
    var unlisted = GetDirectories("tests/*.Tests").Select(path => path.GetDirectoryName()).Except(TestProjects).ToArray();
    if (unlisted.Length > 0)
        throw new CakeException($"eng/tests.cake does not list {string.Join(", ", unlisted)}.");
    int exitCode = StartProcess(
        "dotnet",
        new ProcessSettings
        {
            Arguments = Arguments(new[] { "test" }
                .Concat(TestProjects.Select(project => $"tests/{project}/bin/{configuration}/net10.0/{project}.dll"))
                .Concat(new[]
                {
                    "--settings", "tests/test.runsettings", "--filter", filter, "--logger", "trx;LogFileName=tests.trx", "--results-directory", results,
                    "--verbosity", "quiet", "--", $"RunConfiguration.MaxCpuCount={atOnce}",
                })
                .ToArray()),
            EnvironmentVariables = atOnce > 1 ? TestEnvironment : new Dictionary<string, string>(),
        });
    var outcomes = System.Xml.Linq.XDocument.Load($"{results}/tests.trx").Descendants().Where(e => e.Name.LocalName == "UnitTestResult")
        .ToLookup(result => (string)result.Attribute("outcome"));
    int passed = outcomes["Passed"].Count();
    int skipped = outcomes["NotExecuted"].Count();
    testCounts = new TestCounts(passed, outcomes.Sum(group => group.Count()) - passed - skipped, skipped);
    foreach (string failure in outcomes["Failed"].Select(Describe))
        Error(failure);
    // A test host that crashed is a failure even if no test failed.
    if (exitCode != 0 && testCounts.Failed == 0)
        testCounts = testCounts with { Failed = 1 };
    if (testCounts.Passed == 0 && testCounts.Failed == 0)
        throw new CakeException($"No test ran for the filter {filter}.");
}

/// Returns the name and the message of a test that failed.
string Describe(System.Xml.Linq.XElement result)
{
    var message = result.Descendants().FirstOrDefault(e => e.Name.LocalName == "Message");
    return $"{(string)result.Attribute("testName")}{System.Environment.NewLine}{message?.Value.TrimEnd()}";
}
