namespace VaeMlNet.Tests;

/// <summary>The reasons for which a training ends, and the limit of its time.</summary>
public sealed class ConvergenceTests
{
    private static readonly double[] Falling = [.. Enumerable.Range(0, 20).Select(epoch => 20.0 - epoch)];
    private static readonly double[] Flat =
    [
        .. Enumerable.Range(0, 20).Select(epoch => Math.Max(20.0 - (3 * epoch), 5)),
    ];

    private static IEnumerable<TestCaseData> Histories()
    {
        yield return new TestCaseData(
            Falling,
            new VaeTrainerOptions { EpochCount = 20 },
            VaeConvergence.StillImproving
        );
        yield return new TestCaseData(Flat, new VaeTrainerOptions { EpochCount = 20 }, VaeConvergence.Converged);
        yield return new TestCaseData(
            Flat,
            new VaeTrainerOptions { EpochCount = 100, TimeBudget = TimeSpan.FromSeconds(20) },
            VaeConvergence.OutOfTime
        );
        yield return new TestCaseData(
            Flat,
            new VaeTrainerOptions
            {
                EpochCount = 100,
                EarlyStopping = new() { Patience = 10 },
            },
            VaeConvergence.Converged
        );
        yield return new TestCaseData(
            Falling[..1],
            new VaeTrainerOptions { EpochCount = 1 },
            VaeConvergence.StillImproving
        );
    }

    [TestCaseSource(nameof(Histories))]
    public void Find_History_SaysWhyTheTrainingEnded(
        double[] losses,
        VaeTrainerOptions options,
        VaeConvergence expected
    )
    {
        var history = losses.Index().Select(loss => NewEpoch(loss.Index + 1, loss.Item)).ToArray();

        Assert.That(Convergence.Find(options, history), Is.EqualTo(expected));
        Assert.That(Convergence.IsDone(options, history), Is.True);
    }

    [Test]
    public void Fit_NoTimeLeft_StopsAfterTheFirstEpoch()
    {
        using var rows = Some.Rows(50);

        using var model = new VaeTrainer(Some.Options(epochCount: 9) with { TimeBudget = TimeSpan.FromTicks(1) }).Fit(
            rows
        );

        Assert.That(model.History, Has.Count.EqualTo(1));
        Assert.That(model.Convergence, Is.EqualTo(VaeConvergence.OutOfTime));
    }

    [Test]
    public void TimeBudget_Zero_IsRefused() =>
        Assert.That(
            () => new VaeTrainer(new() { TimeBudget = TimeSpan.Zero }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("TimeBudget")
        );

    // Each epoch takes a second.
    private static VaeEpoch NewEpoch(int number, double loss) =>
        new(number, new VaeLoss(loss, 0, 1), null, Seconds: 1, LearningRate: 0.001);
}
