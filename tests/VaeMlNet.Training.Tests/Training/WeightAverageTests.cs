using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class WeightAverageTests
{
    private const double Decay = 0.4;

    [Test]
    public void Fit_Averaged_HasTheAverageOfTheWeightsAfterEachStep([Values] bool usesAutograd)
    {
        // One step in each epoch, so that the plain model of n epochs has the weights after step n.
        var options = Some.Options(batchSize: 64) with
        {
            UsesAutograd = usesAutograd,
        };
        using var initial = Some.Trained(options with { EpochCount = 1, LearningRate = 1e-30 });
        var average = Some.Weights(initial).Select(weight => (double)weight).ToArray();
        const int steps = 9;
        for (var step = 0; step < steps; step++)
        {
            var kept = Math.Min(Decay, (1.0 + step) / (10 + step));
            using var plain = Some.Trained(options with { EpochCount = step + 1 });
            average = [.. average.Zip(Some.Weights(plain), (a, weight) => (kept * a) + ((1 - kept) * weight))];
        }

        using var averaged = Some.Trained(options with { EpochCount = steps, WeightAverageDecay = Decay });

        Assert.That(Some.Weights(averaged), Is.EqualTo(average).Within(1e-6));
    }

    [Test]
    public void Fit_Averaged_TrainsTheSameWeightsAndValidatesTheAverage()
    {
        using var rows = Some.Rows(48);
        using var validation = Some.Rows(20, seed: 9);
        var options = Some.Options(epochCount: 4);
        using var plain = new VaeTrainer(options).Fit(rows, validation);
        using var averaged = new VaeTrainer(options with { WeightAverageDecay = 0.9 }).Fit(rows, validation);

        Assert.Multiple(() =>
        {
            Assert.That(
                averaged.History.Select(epoch => epoch.Training),
                Is.EqualTo(plain.History.Select(epoch => epoch.Training)),
                "averaging does not change the training"
            );
            Assert.That(averaged.Evaluate(validation, options.Seed), Is.EqualTo(averaged.History[^1].Validation));
            Assert.That(averaged.History[^1].Validation, Is.Not.EqualTo(plain.History[^1].Validation));
        });
    }

    [Test]
    public void Fit_AveragedBatchNormalization_AveragesTheRunningStatistics()
    {
        var options = Some.Options(batchSize: 64, epochCount: 1) with
        {
            WeightAverageDecay = Decay,
            Network = Some.BatchNormalized(4),
        };
        // Custom modules draw their own weights.
        manual_seed(1);
        using var plain = Some.Trained(options with { WeightAverageDecay = null });
        manual_seed(1);
        using var averaged = Some.Trained(options);

        // After one step, a tenth of the average is the initial running mean, which is 0.
        Assert.That(
            RunningMean(averaged),
            Is.EqualTo(RunningMean(plain).Select(mean => 0.9 * mean)).AsCollection.Within(1e-6)
        );
    }

    private static float[] RunningMean(TrainedVae model) =>
        TensorValues.Floats(
            model.Network.state_dict().First(e => e.Key.EndsWith("running_mean", StringComparison.Ordinal)).Value
        );
}
