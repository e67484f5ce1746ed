namespace VaeMlNet.Benchmarks.Tests;

internal sealed class TrainingCandidatesTests
{
    private static readonly TrainingCandidates Starts = new(TrainingSection.All[0], "mnist");

    [Test]
    public void PyTorchStart_PresetCore_RemovesIt()
    {
        Environment.SetEnvironmentVariable("OPENBLAS_CORETYPE", "Haswell");
        try
        {
            var start = Starts.PyTorchStart(threads: 1, blasThreads: 2);

            Assert.That(start.Environment.ContainsKey("OPENBLAS_CORETYPE"), Is.False);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OPENBLAS_CORETYPE", null);
        }
    }

    [Test]
    public void TorchSharpChoices_Machine_HavePowersOfTwoAndTheProcessors()
    {
        int[] powers = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
        int[] expected = [.. powers.Where(count => count < Environment.ProcessorCount), Environment.ProcessorCount];

        var choices = TrainingCandidates.TorchSharpChoices.ToArray();

        Assert.That(choices.Select(choice => choice.Threads).Distinct(), Is.EqualTo(expected));
        Assert.That(choices[0], Is.EqualTo((1, false)));
        Assert.That(choices.Count(choice => choice.IsPassive), Is.EqualTo(expected.Length - 1));
    }

    [TestCase(true, "passive")]
    [TestCase(false, null)]
    public void TorchSharpStart_Threads_HasTheirWaitPolicy(bool isPassive, string? policy)
    {
        var start = Starts.TorchSharpStart(threads: 2, isPassive);

        Assert.That(start.Environment.TryGetValue("OMP_WAIT_POLICY", out var given) ? given : null, Is.EqualTo(policy));
        Assert.That(start.ArgumentList, Does.Contain("--threads=2").And.Contain("--section=fc128"));
    }

    [Test]
    public void PyTorchStart_ThreadsGiven_HasItsFastestSettings()
    {
        var start = Starts.PyTorchStart(threads: 1, blasThreads: 2);

        Assert.Multiple(() =>
        {
            Assert.That(start.Environment["OMP_WAIT_POLICY"], Is.EqualTo("passive"));
            Assert.That(start.Environment["OPENBLAS_NUM_THREADS"], Is.EqualTo("2"));
            Assert.That(start.ArgumentList, Does.Contain("--threads=1").And.Contain("--network=fc"));
        });
    }

    [Test]
    public void PyTorchStart_ThreadsThatDoNotSleep_LeavesTheirPolicyAsItWas()
    {
        var start = Starts.PyTorchStart(threads: 2, blasThreads: 1, isPassive: false);

        Assert.That(start.Environment.ContainsKey("OMP_WAIT_POLICY"), Is.False);
        Assert.That(start.Environment["OPENBLAS_NUM_THREADS"], Is.EqualTo("1"));
    }

    [Test]
    public void PyTorchStart_Defaults_LeavesTheEnvironmentAsItWas()
    {
        var start = Starts.PyTorchStart(threads: null, blasThreads: null);

        Assert.That(start.Environment.ContainsKey("OMP_WAIT_POLICY"), Is.False);
        Assert.That(start.ArgumentList, Has.None.StartsWith("--threads"));
    }
}
