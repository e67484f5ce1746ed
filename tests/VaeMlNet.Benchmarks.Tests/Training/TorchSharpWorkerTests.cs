namespace VaeMlNet.Benchmarks.Tests;

internal sealed class TorchSharpWorkerTests
{
    private const int RowCount = 640;
    private const int EpochCount = 10;

    [TestCase("fc128", Category = "Long")]
    [TestCase("fc256", Category = "Long")]
    [TestCase("conv", Category = "Long")]
    [TestCase("table", Category = "Long")]
    public void Run_FewRows_HasTheLossesOfVaeTrainer(string name)
    {
        using TemporaryFolder folder = new();
        folder.Write("train-images-idx3-ubyte", IdxBytes.Digits(RowCount, seed: 1).Images);
        var section = TrainingSection.All.Single(section => section.Name == name).WithRows(RowCount);
        TrainingCandidates starts = new(section, folder.Path);

        var losses = Losses(starts.TorchSharp(threads: 1, isPassive: false));
        var ofVaeTrainer = Losses(starts.Ours());

        Assert.That(losses[^1], Is.LessThan(losses[0]));
        Assert.That(losses[^1], Is.EqualTo(ofVaeTrainer[^1]).Within(5).Percent, "weights and noise differ");
    }

    /// <summary>Returns the mean loss of each epoch, and ends the process.</summary>
    private static double[] Losses(TrainingCandidate candidate)
    {
        using (candidate)
        {
            return [.. Enumerable.Range(0, EpochCount).Select(_ => candidate.Candidate.Measure().Result)];
        }
    }
}
