using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The effect of each option on the learned model.</summary>
public class VaeTrainerRegularizationTests
{
    [TestCase(VaeOptimizerKind.Adam, 5e-3, 0)]
    [TestCase(VaeOptimizerKind.AdamW, 5e-3, 0)]
    [TestCase(VaeOptimizerKind.RmsProp, 5e-3, 0)]
    [TestCase(VaeOptimizerKind.RmsProp, 1e-3, 0.9)]
    [TestCase(VaeOptimizerKind.Sgd, 0.03, 0)]
    [TestCase(VaeOptimizerKind.Sgd, 0.01, 0.9)]
    public void Fit_AnyOptimizer_LowersTheLoss(VaeOptimizerKind kind, double learningRate, double momentum)
    {
        var options = Some.Options(epochCount: 30, learningRate: learningRate) with
        {
            Optimizer = new() { Kind = kind, Momentum = momentum },
        };
        using var model = Some.Trained(options, rowCount: 128);

        Assert.That(model.History[^1].Training.Total, Is.LessThan(model.History[0].Training.Total - 0.3));
    }

    [TestCase(VaeOptimizerKind.Adam)]
    [TestCase(VaeOptimizerKind.AdamW)]
    public void Fit_WeightDecay_MakesWeightsSmaller(VaeOptimizerKind kind)
    {
        double SquaredNorm(double decay)
        {
            using var model = Some.Trained(
                Some.Options(epochCount: 30) with
                {
                    Optimizer = new() { Kind = kind, WeightDecay = decay },
                }
            );
            return Some.Weights(model).Sum(weight => (double)weight * weight);
        }

        Assert.That(SquaredNorm(1), Is.LessThan(0.5 * SquaredNorm(0)));
    }

    [Test]
    public void Fit_MaxGradientNorm_BoundsTheStepOfSgd()
    {
        var options = Some.Options(epochCount: 1, batchSize: 64, learningRate: 0.5) with
        {
            Optimizer = new() { Kind = VaeOptimizerKind.Sgd, MaxGradientNorm = 1e-3 },
        };
        using var start = Some.Trained(options with { LearningRate = 1e-30 });
        using var moved = Some.Trained(options);
        var distance = Math.Sqrt(
            Some.Weights(moved).Zip(Some.Weights(start), (a, b) => ((double)a - b) * ((double)a - b)).Sum()
        );

        // The step has the length learning rate * norm, except for the rounding of weights near 1.
        Assert.That(distance, Is.EqualTo(0.5 * 1e-3).Within(1).Percent);
    }

    [Test]
    public void Fit_LearningRateSchedule_IsInTheHistory()
    {
        var options = Some.Options(epochCount: 4, learningRate: 0.01) with
        {
            LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.Cosine },
        };
        using var model = Some.Trained(options);

        Assert.That(
            model.History.Select(epoch => epoch.LearningRate),
            Is.EqualTo(new[] { 0.01, 0.0085355339, 0.005, 0.0014644661 }).Within(1e-9)
        );
    }

    [Test]
    public void Fit_KlWarmUp_StartsWithoutKlAndIsInTheHistory()
    {
        var options = Some.Options(epochCount: 4, batchSize: 16, beta: 2) with { KlWarmUpEpochs = 2 };
        using var model = Some.Trained(options, rowCount: 64);

        // Of 8 steps of warm-up, the 4th and the 8th end an epoch; steps count from 0.
        Assert.That(
            model.History.Select(epoch => epoch.Training.Beta),
            Is.EqualTo(new[] { 2 * 3 / 8.0, 2 * 7 / 8.0, 2, 2 }).Within(1e-12)
        );
    }

    [Test]
    public void Fit_CategoricalLatents_TemperatureIsInTheHistory()
    {
        var options = Some.Options(epochCount: 3, batchSize: 16) with
        {
            Latent = new GumbelSoftmaxLatentOptions { CategoryCount = 3 },
            TemperatureDecay = 0.1,
            MinimumTemperature = 0.4,
        };
        using var categorical = Some.Trained(options, rowCount: 64);
        using var gaussian = Some.Trained();

        // Four steps an epoch, counted from 0.
        Assert.Multiple(() =>
        {
            Assert.That(
                categorical.History.Select(epoch => epoch.Temperature),
                Is.EqualTo(new double?[] { Math.Exp(-0.3), Math.Exp(-0.7), 0.4 }).Within(1e-9)
            );
            Assert.That(gaussian.History.Select(epoch => epoch.Temperature), Has.All.Null);
        });
    }

    [Test]
    public void Fit_KlWarmUpLongerThanTraining_EndsWithMoreKl()
    {
        var options = Some.Options(epochCount: 20, beta: 4);
        using var full = Some.Trained(options, rowCount: 128);
        using var warming = Some.Trained(options with { KlWarmUpEpochs = 100 }, rowCount: 128);

        Assert.That(warming.History[^1].Training.Kl, Is.GreaterThan(full.History[^1].Training.Kl));
    }

    [Test]
    public void Fit_FreeBits_KeepsLatentsThatBetaWouldCollapse()
    {
        var options = Some.Options(epochCount: 40, beta: 10);
        using var rows = Some.Rows(128);
        using var collapsed = new VaeTrainer(options).Fit(rows);
        using var free = new VaeTrainer(options with { FreeBits = 0.5 }).Fit(rows);

        Assert.Multiple(() =>
        {
            Assert.That(collapsed.KlPerLatentDim(rows), Is.All.LessThan(0.1));
            Assert.That(free.KlPerLatentDim(rows), Is.All.InRange(0.2, 0.8));
        });
    }

    [Test]
    [Proves(21)]
    public void Fit_LargerBeta_LowersKlStrictly()
    {
        double[] kl =
        [
            .. new[] { 0.0, 1.0, 10.0 }.Select(beta =>
            {
                using var model = Some.Trained(Some.Options(epochCount: 30, beta: beta), rowCount: 128);
                using var rows = Some.Rows(128);
                return model.KlPerLatentDim(rows).Sum();
            }),
        ];

        Assert.That(kl[1], Is.LessThan(0.8 * kl[0]));
        Assert.That(kl[2], Is.LessThan(0.5 * kl[1]));
    }

    [Test]
    public void Add_GaussianNoise_HasItsLevelAndDoesNotChangeTheRows()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var x = full(500, 40, 2, ScalarType.Float32);
        var noise = InputNoise.Add(new() { Kind = VaeInputNoiseKind.Gaussian, Level = 0.5 }, x, generator) - x;

        Assert.Multiple(() =>
        {
            // 20,000 draws: standard errors are 0.0035 and 0.0025.
            Assert.That(noise.mean().item<float>(), Is.Zero.Within(0.018));
            Assert.That(Math.Sqrt(noise.square().mean().item<float>()), Is.EqualTo(0.5).Within(0.013));
            Assert.That(TensorValues.Floats(x), Is.All.EqualTo(2));
        });
    }

    [Test]
    public void Add_MaskingNoise_ZeroesItsShareAndKeepsTheRest()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var x = full(500, 40, 2, ScalarType.Float32);
        var masked = TensorValues.Floats(
            InputNoise.Add(new() { Kind = VaeInputNoiseKind.Masking, Level = 0.3 }, x, generator)
        );

        Assert.That(masked.Distinct().Order(), Is.EqualTo(new[] { 0f, 2f }));
        Assert.That(masked.Count(value => value == 0) / 20_000.0, Is.EqualTo(0.3).Within(0.017)); // 5 standard errors
    }

    [Test]
    public void Fit_MaskingNoise_ReconstructsMaskedRowsBetter()
    {
        using var rows = Some.Rows(256);
        using var generator = new Generator(5);
        var noise = new VaeInputNoiseOptions { Kind = VaeInputNoiseKind.Masking, Level = 0.4 };
        using var masked = InputNoise.Add(noise, rows, generator);
        var options = Some.Options(epochCount: 40);
        using var plain = new VaeTrainer(options).Fit(rows);
        using var denoising = new VaeTrainer(options with { InputNoise = noise }).Fit(rows);

        Assert.That(Error(denoising, masked, rows), Is.LessThan(Error(plain, masked, rows)));
    }

    [Test]
    public void Fit_Trimming_LearnsLessFromForeignRows()
    {
        var values = Some.Values(256);
        for (var row = 0; row < 256; row += 10)
        {
            values[row] = [.. Enumerable.Range(0, Some.Width).Select(slot => slot % 4 == 0 ? 4f : -2f)];
        }

        using var rows = Some.ToTensor(values);
        using var foreign = Some.ToTensor(values[0]);
        var options = Some.Options(epochCount: 30, likelihood: VaeLikelihoodOptions.GaussianUnitVariance);
        using var plain = new VaeTrainer(options).Fit(rows);
        using var trimmed = new VaeTrainer(options with { TrimmedShare = 0.2 }).Fit(rows);

        Assert.That(Score(trimmed, foreign), Is.GreaterThan(1.5 * Score(plain, foreign)));
    }

    private static double Score(TrainedVae model, Tensor row) =>
        RowScores.Compute(model.Network, new RowsOfTensor(row)).Scores[VaeScoreKind.NegativeElbo].Single();

    private static double Error(TrainedVae model, Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var output = model.Network.Likelihood.Mean(model.Network.call(input));
        return (output - target).square().mean().item<float>();
    }
}
