using TorchSharp;

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

        Assert.That(Convergence.Find(options, history, kl: 5, relativeError: 0.5), Is.EqualTo(expected));
        Assert.That(Convergence.IsDone(options, history), Is.True);
    }

    [TestCase(99, false, VaeConvergence.StillImproving)]
    [TestCase(100, false, VaeConvergence.Limited)]
    [TestCase(100, true, VaeConvergence.StillImproving, Description = "held-out windows show that more helps")]
    public void Find_FewWindows_AreLearnedOftenEnough(int count, bool isValidated, VaeConvergence expected)
    {
        VaeEpoch[] history =
        [
            .. Enumerable
                .Range(1, count)
                .Select(epoch => NewEpoch(epoch, 200.0 - epoch))
                .Select(epoch => isValidated ? epoch with { Validation = epoch.Training } : epoch),
        ];
        VaeTrainerOptions options = new()
        {
            EpochCount = count,
            Series = new()
            {
                WindowLength = 12,
                Channels = ["Sales"],
                Means = [0],
                Scales = [1],
            },
        };

        Assert.That(Convergence.Find(options, history, kl: 5, relativeError: 0.5), Is.EqualTo(expected));
    }

    [TestCase(0.04, 0.1, VaeConvergence.Collapsed, Description = "no nats")]
    [TestCase(0.04, null, VaeConvergence.Collapsed)]
    [TestCase(0.8, 0.95, VaeConvergence.Collapsed, Description = "few nats, which explain nothing")]
    [TestCase(
        0.8,
        0.7,
        VaeConvergence.Converged,
        Description = "few nats, which explain much, such as a factor of two values"
    )]
    [TestCase(0.8, null, VaeConvergence.Converged)]
    [TestCase(3, 0.95, VaeConvergence.Converged)]
    public void Find_KlAndRelativeError_SayWhetherTheModelCollapsed(
        double kl,
        double? relativeError,
        VaeConvergence expected
    )
    {
        var history = Flat.Index().Select(loss => NewEpoch(loss.Index + 1, loss.Item)).ToArray();

        var found = Convergence.Find(new VaeTrainerOptions { EpochCount = 20 }, history, kl, relativeError);

        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void Find_LossThatRoseWhenTrimmingBegan_IsThatSinceThen()
    {
        VaeEpoch[] history =
        [
            .. Falling.Index().Select(loss => NewEpoch(loss.Index + 1, loss.Item)),
            .. Flat.Index().Select(loss => NewEpoch(loss.Index + 21, loss.Item + 100) with { TrimmedShare = 0.3 }),
        ];

        var found = Convergence.Find(new VaeTrainerOptions { EpochCount = 40 }, history, kl: 5, relativeError: 0.5);

        Assert.That(found, Is.EqualTo(VaeConvergence.Converged));
    }

    [TestCase(0.0, 3.0, VaeConvergence.Collapsed, Description = "the columns do not depend on each other")]
    [TestCase(1.0, 0.01, VaeConvergence.Converged, Description = "one factor determines all columns")]
    public void Convergence_OfRows_TellsCollapsedFromConverged(double share, double beta, VaeConvergence expected)
    {
        var random = new Random(3);
        var factors = Enumerable.Range(0, 400).Select(_ => random.NextDouble()).ToArray();
        using var rows = torch.tensor(
            factors
                .SelectMany(factor =>
                    Enumerable.Range(0, 4).Select(_ => (float)((share * factor) + ((1 - share) * random.NextDouble())))
                )
                .ToArray(),
            [400, 4]
        );
        var options = Some.Options(epochCount: 60) with
        {
            Beta = beta,
            LatentDim = 2,
            Likelihood = new GaussianLikelihoodOptions { Variance = 0.05 },
            EarlyStopping = new() { Patience = 5 },
            Data = new() { ValidationShare = 0.2 },
        };

        using var model = new VaeTrainer(options).Fit(rows);

        Assert.That(model.Convergence, Is.EqualTo(expected), $"{model.TrainingData.RelativeError} {model.BestEpoch}");
        Assert.That(model.TrainingData.RelativeError, share == 0 ? Is.GreaterThan(0.9) : Is.LessThan(0.3));
    }

    [Test]
    public void Fit_NoTimeLeft_StopsAfterTheFirstEpoch()
    {
        using var rows = Some.Rows(50);

        using var model = new VaeTrainer(Some.Options(epochCount: 9) with { TimeBudget = TimeSpan.FromTicks(1) }).Fit(
            rows
        );

        Assert.That(model.History, Has.Count.EqualTo(1));
        Assert.That(
            model.Convergence,
            Is.EqualTo(VaeConvergence.OutOfTime).Or.EqualTo(VaeConvergence.Collapsed),
            "one epoch is short"
        );
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
