namespace VaeMlNet.Report.Tests;

internal sealed class TrainingCourseTests
{
    [Test]
    public void Of_LossThatHasStoppedFalling_HasConverged()
    {
        var course = Of([.. Enumerable.Range(1, 40).Select(i => 100 + (60 * Math.Exp(-i)))]);

        Assert.That((course.StillFalls, course.Overfits, course.HasCurves), Is.EqualTo((false, false, true)));
        Assert.That(course.LastCount, Is.EqualTo(4));
        Assert.That(TrainingVerdict.OfConvergence(course).Grade, Is.EqualTo(VerdictGrade.Good));
    }

    [Test]
    public void Of_LossThatStillFalls_HasNotConverged()
    {
        var course = Of([.. Enumerable.Range(1, 40).Select(i => 100.0 - i)]);

        Assert.That(course.StillFalls, Is.True);
        Assert.That(course.LastDecrease, Is.EqualTo(4));

        var verdict = TrainingVerdict.OfConvergence(course);

        Assert.That(verdict.Grade, Is.EqualTo(VerdictGrade.Fair));
        Assert.That(verdict.Sentence, Does.Contain("last 4 epochs of 40").And.Contain("4 nats"));
        Assert.That(verdict.Advice.Markup, Does.Contain("--epochs=80"));
    }

    [Test]
    public void Of_ValidationLossThatRisesAfterTheBestEpoch_Overfits()
    {
        var course = Of([.. Enumerable.Range(1, 20).Select(i => 100 + Math.Abs(i - 10.0))], isValidated: true);

        Assert.That((course.KeptEpoch, course.History.BestEpoch), Is.EqualTo((20, 10)));
        Assert.That(course.IncreaseAfterBest, Is.EqualTo(10).Within(1e-9));
        Assert.That(course.Overfits, Is.True);
    }

    [Test]
    public void Of_LossThatRisesWhereTrimmingStarts_IsNoOverfitting()
    {
        VaeEpoch[] epochs =
        [
            .. Enumerable
                .Range(1, 20)
                .Select(i =>
                    Epoch(i, i < 10 ? 50 - i : 60 - (0.001 * i), i < 10 ? 50 - i : 60 - (0.001 * i), 1) with
                    {
                        TrimmedShare = i < 10 ? 0 : 0.1,
                    }
                ),
        ];

        var course = TrainingCourse.Of(new(9, epochs), Summary(epochs[^1].Validation!));

        Assert.That((course.Overfits, course.StillFalls), Is.EqualTo((false, false)));
        Assert.That(course.LastDecrease, Is.EqualTo(0.002).Within(1e-9), "since trimming started");
    }

    [Test]
    [Proves(72)]
    public void Of_OneEpoch_SaysNothing()
    {
        var course = Of([5]);

        Assert.That((course.HasCurves, course.StillFalls, course.Deviation), Is.EqualTo((false, false, (double?)null)));
        Assert.That(TrainingVerdict.OfConvergence(course).Grade, Is.EqualTo(VerdictGrade.Unknown));
        Assert.That(TrainingVerdict.OfConvergence(null).Sentence, Does.Contain("no history"));
    }

    [Test]
    public void Of_LossesAroundALine_HasTheirDeviationFromIt()
    {
        // A straight line has no deviation, although it falls. The alternating part of ±1 has a standard deviation of about 1.
        var line = Of([.. Enumerable.Range(1, 30).Select(i => 100.0 - i)]);
        var noisy = Of([.. Enumerable.Range(1, 30).Select(i => 100.0 - i + (i % 2 == 0 ? 1 : -1))]);

        Assert.That(line.Deviation, Is.EqualTo(0).Within(1e-9));
        Assert.That(noisy.Deviation, Is.EqualTo(1).Within(0.15));
        Assert.That(noisy.DeviationEpochs, Is.EqualTo(10));
    }

    [Test]
    public void Of_WarmUpAndTrimming_FindsTheirEpochs()
    {
        VaeEpoch[] epochs =
        [
            .. Enumerable
                .Range(1, 10)
                .Select(i => Epoch(i, 10, null, Math.Min(1, i / 4.0)) with { TrimmedShare = i > 6 ? 0.1 : 0 }),
        ];

        var course = TrainingCourse.Of(new(10, epochs), Summary(epochs[^1].Training));

        Assert.That((course.WarmUpEnd, course.TrimmingStart), Is.EqualTo((4, 7)));

        var rules = TrainingCharts.Create(course)[0].Spec["layer"]![0]!["data"]!["values"]!
            .AsArray()
            .Select(value => value!["event"]!.GetValue<string>());

        Assert.That(rules, Is.EqualTo(new[] { "best epoch", "KL warm-up ends", "trimming starts" }));
    }

    private static TrainingCourse Of(double[] losses, bool isValidated = false)
    {
        VaeEpoch[] epochs = [.. losses.Select((loss, i) => Epoch(i + 1, loss, isValidated ? loss : null, 1))];
        var best = 1 + Array.IndexOf(losses, losses.Min());
        return TrainingCourse.Of(new(best, epochs), Summary(epochs[^1].Training));
    }

    private static VaeEpoch Epoch(int number, double loss, double? validation, double beta) =>
        new(number, new(loss, 0, beta), validation is { } known ? new(known, 0, beta) : null, 1, 0.001);

    private static VaeTrainingSummary Summary(VaeLoss last) =>
        new()
        {
            Rows = 100,
            Epochs = 1,
            BatchSize = 10,
            LearningRate = 0.001,
            Optimizer = "adam",
            Beta = 1,
            Seed = 1,
            Seconds = 1,
            ValidationRows = 0,
            Loss = last.Total,
            Reconstruction = last.Reconstruction,
            Kl = last.Kl,
        };
}
