using System.Diagnostics;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class TrainingCandidatesTests
{
    private static readonly TrainingCandidates Starts = new(TrainingSection.All[0], "mnist");

    [Test]
    public void Starts_PresetCore_RemoveItFromAllThatAreCompared()
    {
        Environment.SetEnvironmentVariable("OPENBLAS_CORETYPE", "Haswell");
        try
        {
            ProcessStartInfo[] compared =
            [
                Starts.TrainerStart(),
                Starts.ProductsStart(blasThreads: 1, parts: 2),
                Starts.PyTorchStart(threads: 1, blasThreads: 2),
            ];

            Assert.That(compared.Select(start => start.Environment.ContainsKey("OPENBLAS_CORETYPE")), Is.All.False);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OPENBLAS_CORETYPE", null);
        }
    }

    [Test]
    public void PyTorchStart_ThreadsGiven_HasOurSettings()
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
