// Runs the test projects one after the other, unit tests first, and adds up their counters.

record TestCounts(int Passed, int Failed, int Skipped);

static readonly string[] TestProjects =
{
    "VaeMlNet.OnnxExport.Tests",
    "VaeMlNet.Tests",
    "VaeMlNet.Report.Tests",
    "VaeMlNet.Training.Tests",
    "Dependencies.Tests",
    "Architecture.Tests",
    "VaeMlNet.Cli.Tests",
    "VaeMlNet.Benchmarks.Tests",
    "Fuzzing.Tests",
    "Outsider.Tests",
    "Notebooks.Tests",
    "Samples.Tests",
    "Docs.Tests",
    "Packages.Tests",
};

TestCounts testCounts = null;

void RunTests(string configuration, string filter)
{
    const string results = "artifacts/test-results";
    CleanDirectory(results);
    var unlisted = GetDirectories("tests/*.Tests").Select(path => path.GetDirectoryName()).Except(TestProjects).ToArray();
    if (unlisted.Length > 0)
        throw new CakeException($"eng/tests.cake does not list {string.Join(", ", unlisted)}.");
    var broken = new List<string>();
    foreach (string project in TestProjects)
    {
        int exitCode = StartProcess(
            "dotnet",
            new ProcessSettings
            {
                Arguments = Arguments(new[]
                {
                    "test", $"tests/{project}", "--no-build", "--configuration", configuration, "--filter", filter,
                    "--logger", $"trx;LogFileName={project}.trx", "--results-directory", results, "--verbosity", "quiet",
                }),
            });
        if (exitCode != 0)
            broken.Add(project);
    }
    testCounts = GetFiles($"{results}/*.trx").Select(ReadCounts)
        .Aggregate(new TestCounts(0, 0, 0), (a, b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped));
    // A test host that crashed, or wrote no counters, is a failure even if no test failed.
    if (broken.Count > 0 && testCounts.Failed == 0)
        testCounts = testCounts with { Failed = broken.Count };
    if (broken.Count > 0)
        Error($"Failed: {string.Join(", ", broken)}");
    if (testCounts.Passed == 0 && testCounts.Failed == 0)
        throw new CakeException($"No test ran for the filter {filter}.");
}

TestCounts ReadCounts(FilePath trx)
{
    var document = System.Xml.Linq.XDocument.Load(trx.FullPath);
    var outcomes = document.Descendants().Where(e => e.Name.LocalName == "UnitTestResult").Select(e => (string)e.Attribute("outcome")).ToArray();
    int passed = outcomes.Count(o => o == "Passed");
    int skipped = outcomes.Count(o => o == "NotExecuted");
    return new TestCounts(passed, outcomes.Length - passed - skipped, skipped);
}
