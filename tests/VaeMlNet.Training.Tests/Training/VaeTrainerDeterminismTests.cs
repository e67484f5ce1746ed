using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The same seed gives the same model, and training leaves alone what it is given.</summary>
public class VaeTrainerDeterminismTests
{
    [Test]
    [Proves(18)]
    public void Export_SameSeed_GivesIdenticalOnnxFilesAndAnotherSeedOthers()
    {
        using var folder = new TemporaryFolder();
        var first = OnnxFiles(folder["a", "model"], seed: 5);
        var second = OnnxFiles(folder["b", "model"], seed: 5);
        var other = OnnxFiles(folder["c", "model"], seed: 6);

        Assert.Multiple(() =>
        {
            Assert.That(first, Has.Length.EqualTo(3));
            Assert.That(second, Is.EqualTo(first));
            Assert.That(other.Zip(first), Has.None.Matches<(byte[] A, byte[] B)>(pair => pair.A.SequenceEqual(pair.B)));
        });
    }

    [Test]
    [Proves(18)]
    public void Fit_EveryOptionInUse_GivesTheSameWeightsForTheSameSeed()
    {
        using var rows = Some.Rows(70);
        using var first = new VaeTrainer(Everything(seed: 3)).Fit(rows);
        using var second = new VaeTrainer(Everything(seed: 3)).Fit(rows);
        using var other = new VaeTrainer(Everything(seed: 4)).Fit(rows);

        Assert.Multiple(() =>
        {
            Assert.That(Some.Weights(second), Is.EqualTo(Some.Weights(first)));
            Assert.That(Some.Weights(other), Is.Not.EqualTo(Some.Weights(first)));
        });
    }

    [Test]
    [Proves(19)]
    public void Fit_SecondTime_StartsAgain()
    {
        var trainer = new VaeTrainer(Some.Options());
        using var rows = Some.Rows(40);
        using var otherRows = Some.Rows(30, seed: 99);
        using var first = trainer.Fit(rows);
        using var between = trainer.Fit(otherRows);
        using var again = trainer.Fit(rows);

        Assert.That(Some.Weights(again), Is.EqualTo(Some.Weights(first)));
    }

    [Test]
    [Proves(19)]
    public void Fit_AnyOptions_LeavesTensorsAndOptionsAlone()
    {
        using var rows = Some.Rows(40);
        using var weights = rand(40);
        using var before = rows.clone();
        using var weightsBefore = weights.clone();
        var options = Everything(seed: 1);
        var copy = options with { };
        using var model = new VaeTrainer(options).Fit(rows, exampleWeights: weights);

        Assert.Multiple(() =>
        {
            Assert.That(rows.Equals(before), Is.True);
            Assert.That(weights.Equals(weightsBefore), Is.True);
            Assert.That(options, Is.EqualTo(copy));
        });
    }

    [Test]
    public void Seed_NetworkWithDropout_DrawsTheEpochsNumbersAndRestoresTheGenerator()
    {
        using var scope = NewDisposeScope();
        using var dropout = nn.Sequential(("hidden", nn.Linear(2, 2)), ("dropout", nn.Dropout()));
        using var plain = nn.Sequential(("hidden", nn.Linear(2, 2)));
        manual_seed(8);
        var undisturbed = Numbers(null, epoch: 0);
        manual_seed(8);
        var first = Numbers(dropout, epoch: 1);
        var after = Numbers(null, epoch: 0);

        Assert.Multiple(() =>
        {
            Assert.That(after, Is.EqualTo(undisturbed));
            Assert.That(Numbers(dropout, epoch: 1), Is.EqualTo(first));
            Assert.That(Numbers(dropout, epoch: 2), Is.Not.EqualTo(first));
            Assert.That(Numbers(plain, epoch: 1), Is.Not.EqualTo(first));
        });
    }

    private static VaeTrainerOptions Everything(int seed) =>
        Some.Options(epochCount: 4, seed: seed) with
        {
            LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.OneCycle },
            Optimizer = new()
            {
                Kind = VaeOptimizerKind.AdamW,
                WeightDecay = 0.01,
                MaxGradientNorm = 5,
            },
            KlWarmUpEpochs = 2,
            FreeBits = 0.1,
            InputNoise = new() { Kind = VaeInputNoiseKind.Masking, Level = 0.2 },
            TrimmedShare = 0.1,
            Data = new() { ValidationShare = 0.2 },
            EarlyStopping = new() { Patience = 2 },
        };

    private static float[] Numbers(nn.Module? network, int epoch)
    {
        using var noise = network is null ? null : LayerNoise.Seed(network, seed: 1, epoch);
        using var numbers = randn(5);
        return TensorValues.Floats(numbers);
    }

    private static byte[][] OnnxFiles(string folder, int seed)
    {
        using var model = Some.Trained(Some.Options(seed: seed));
        using var rows = Some.Rows(4);
        model.Export(folder, rows);
        return [.. Directory.GetFiles(folder, "*.onnx").Order().Select(File.ReadAllBytes)];
    }
}
