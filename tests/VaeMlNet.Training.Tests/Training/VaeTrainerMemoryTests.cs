using TorchSharp;

namespace VaeMlNet.Tests;

public class VaeTrainerMemoryTests
{
    [Test]
    public void Fit_ManySteps_KeepsTheNumberOfLiveTensorsConstant()
    {
        List<long> live = [];
        var reports = new ProgressRecorder(_ => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount));
        using var rows = Some.Rows(64);
        using var model = new VaeTrainer(Some.Options(epochCount: 5, batchSize: 1)).Fit(rows, rows, progress: reports);
        var atEpochEnds = live.Where((_, i) => reports.All[i].CompletedEpoch is not null).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(atEpochEnds, Has.Length.EqualTo(5).And.All.EqualTo(atEpochEnds[0]));
            Assert.That(live.Max() - live.Min(), Is.LessThan(10));
        });
    }

    [Test]
    public void Fit_ModelDisposed_LeavesNothingAlive() =>
        AssertNothingLeft(() =>
        {
            using var model = Some.Trained();
            using var rows = Some.Rows(5);
            model.Evaluate(rows);
            model.CountActiveUnits(rows);
            model.KlPerLatentDim(rows);
        });

    [Test]
    public void Fit_InsideADisposeScope_OutlivesIt()
    {
        TrainedVae model;
        using (torch.NewDisposeScope())
        {
            model = Some.Trained();
        }

        using (model)
        {
            Assert.That(Some.Weights(model), Has.All.Matches<float>(float.IsFinite));
        }
    }

    [Test]
    public void Fit_Canceled_LeavesNothingAlive() =>
        AssertNothingLeft(() =>
        {
            using var cancellation = new CancellationTokenSource();
            var reports = new ProgressRecorder(_ => cancellation.Cancel());
            Assert.That(
                () =>
                    new VaeTrainer(Some.Options(batchSize: 1)).Fit(
                        Some.View(Some.Values(64)),
                        "Features",
                        null,
                        reports,
                        cancellation.Token
                    ),
                Throws.InstanceOf<OperationCanceledException>()
            );
        });

    [Test]
    public void Fit_Diverged_LeavesNothingAlive() =>
        AssertNothingLeft(() =>
            Assert.That(() => Some.Trained(Some.Options(learningRate: 1e30)), Throws.TypeOf<VaeDivergenceException>())
        );

    [Test]
    public void Fit_BadRow_LeavesNothingAlive() =>
        AssertNothingLeft(() =>
        {
            var values = Some.Values(3000);
            values[2999][0] = float.NaN;
            Assert.That(
                () => new VaeTrainer(Some.Options()).Fit(Some.View(values), "Features"),
                Throws.TypeOf<VaeRowException>()
            );
        });

    private static void AssertNothingLeft(Action action)
    {
        action(); // torch creates its permanent objects on first use
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        action();
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }
}
