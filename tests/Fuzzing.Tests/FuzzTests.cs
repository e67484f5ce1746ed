namespace Fuzzing.Tests;

/// <summary>Damaged inputs of every kind give a result or a documented error, within limits of time and memory.</summary>
internal sealed class FuzzTests
{
    /// <summary>A few inputs of each kind in every test run, in the process of the tests, so that they start no other.</summary>
    [TestCaseSource(nameof(Names))]
    [Proves(35)]
    [Proves(43)]
    [Proves(46)]
    public void Use_FewDamagedInputs_EndsInResultOrDocumentedError(string name)
    {
        RequirePrograms(name);
        using TemporaryFolder folder = new();
        var target = FuzzProgram.Targets[name](folder.Path);
        var count = name switch
        {
            "csv" or "jobs" or "checkpoint" => 10, // several verbs read each
            "files" => 50, // few of them are accepted
            _ => 25,
        };

        var exitCode = FuzzRun.Run(target, firstSeed: 0, count);

        Assert.That(exitCode, Is.Zero, "see the lines that begin with BROKEN");

        AssertUsed(target.Refused, target.Accepted, count);
    }

    /// <summary>2,000 inputs, and 20,000 graphs, because only few of them show faults of native kernels.</summary>
    [TestCaseSource(nameof(Names))]
    [Category("Long")]
    [Proves(35)]
    [Proves(43)]
    [Proves(46)]
    [Proves(50)]
    public void Use_2000DamagedInputs_EndsInResultOrDocumentedError(string target) =>
        Fuzz(target, FuzzInputs.FirstSeed(50), FuzzInputs.Count(target == OperatorTarget.Name ? 20_000 : 2_000));

    /// <summary>Inputs for which an exception of a library once came through: the list of columns of a Parquet file.</summary>
    [TestCase("files", 399)]
    [Proves(35)]
    public void Use_InputThatOnceBroke_EndsInResultOrDocumentedError(string target, int seed)
    {
        var session = Run(target, seed, count: 1);

        Assert.That(session.Refused, Is.Positive);
    }

    private static IEnumerable<string> Names() => FuzzProgram.Targets.Keys;

    private static void Fuzz(string target, int firstSeed, int count)
    {
        RequirePrograms(target);

        var session = Run(target, firstSeed, count);

        AssertUsed(session.Refused, session.Accepted, count);
    }

    private static void RequirePrograms(string target)
    {
        if (target == "scripts")
        {
            ScriptsTarget.RequirePrograms();
        }
    }

    private static void AssertUsed(int refused, int accepted, int count)
    {
        Assert.That(refused, Is.GreaterThan(count / 50), "the damage has to be found");
        Assert.That(accepted, Is.GreaterThan(count / 50), "not everything may be refused");
    }

    private static FuzzSession Run(string target, int firstSeed, int count)
    {
        using TemporaryFolder folder = new();
        return FuzzSession.Run(
            (first, seeds) => FuzzProgram.Start(target, folder.Path, first, seeds),
            firstSeed,
            count
        );
    }
}
