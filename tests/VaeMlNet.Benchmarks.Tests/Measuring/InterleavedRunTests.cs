namespace VaeMlNet.Benchmarks.Tests;

internal sealed class InterleavedRunTests
{
    [Test]
    public void Measure_TwoCandidates_TakesTurnsAndReversesTheirOrder()
    {
        var order = new List<string>();
        Candidate[] candidates = [Recording("a", order), Recording("b", order)];

        var measurements = InterleavedRun.Measure(candidates, rounds: 7, _ => { });

        Assert.Multiple(() =>
        {
            Assert.That(measurements.RoundCount, Is.EqualTo(7));
            Assert.That(order, Has.Count.EqualTo(2 * (30 + 7)), "30 passes warm up a candidate that takes no time");
            Assert.That(order.Take(60), Is.EqualTo(Enumerable.Repeat("a", 30).Concat(Enumerable.Repeat("b", 30))));
            Assert.That(order.Skip(60).Take(8), Is.EqualTo(new[] { "a", "b", "b", "a", "a", "b", "b", "a" }));
        });
    }

    [Test]
    public void Measure_OneCandidateComputesSomethingElse_NamesItAndItsChecksum()
    {
        Candidate[] candidates = [new("right", 1, "", 1, () => 100), new("wrong", 1, "", 1, () => 101)];

        Assert.That(
            () => InterleavedRun.Measure(candidates, rounds: 7, _ => { }),
            Throws
                .InvalidOperationException.With.Message.Contains("'wrong'")
                .And.Message.Contains("101")
                .And.Message.Contains("100")
        );
    }

    [Test]
    public void Measure_OtherWork_HasItsOwnChecksum()
    {
        Candidate[] candidates =
        [
            new("score", 1, "", 1, () => 100) { Work = "score" },
            new("reconstruct", 1, "", 1, () => 101) { Work = "reconstruct" },
        ];

        Assert.That(() => InterleavedRun.Measure(candidates, rounds: 7, _ => { }), Throws.Nothing);
    }

    [Test]
    public void Measure_ChecksumIsNaN_Throws()
    {
        Candidate[] candidates = [new("right", 1, "", 1, () => 100), new("wrong", 1, "", 1, () => double.NaN)];

        Assert.That(() => InterleavedRun.Measure(candidates, rounds: 7, _ => { }), Throws.InvalidOperationException);
    }

    [Test]
    public void Measure_TooFewRounds_Throws()
    {
        Assert.That(
            () => InterleavedRun.Measure([Recording("a", [])], rounds: 6, _ => { }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("7")
        );
    }

    [Test]
    [Category("Long")]
    public void Measure_CandidatesOfDifferentWork_MayComeToDifferentResults()
    {
        Candidate[] candidates = [new("one", 1, "", 1, () => 100), new("other", 1, "", 1, () => 7) { Work = "other" }];

        Assert.That(() => InterleavedRun.Measure(candidates, rounds: 7, _ => { }), Throws.Nothing);
    }

    [TestCase(104, true)]
    [TestCase(106, false)]
    public void MeasureRound_ResultsFewPercentApart_AgreementDecides(double loss, bool agree)
    {
        var measurements = new Measurements([new("ours", 1, "", 1, () => 100), new("theirs", 1, "", 1, () => loss)]);

        Assert.That(
            () => InterleavedRun.MeasureRound(measurements, round: 0, new Agreement("mean loss", 0.05)),
            agree ? Throws.Nothing : Throws.InvalidOperationException.With.Message.Contains("mean loss")
        );
    }

    private static Candidate Recording(string name, List<string> order) =>
        new(
            name,
            1,
            "",
            rowCount: 1,
            () =>
            {
                order.Add(name);
                return 1;
            }
        );
}
