using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The VampPrior: density, KL divergence, samples, gradients, graphs and folders.</summary>
public sealed class PriorTests
{
    private static readonly VampPriorOptions Options = new() { PseudoInputs = 5 };

    [Test]
    [Proves(56)]
    public void LogDensity_AnyParameters_IntegratesToOneWithTheMoments()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork(2);
        var (z, area) = Grid();

        var weights = network.Prior!.LogDensity(z).exp() * area; // [n, 1]

        var (mean, variance) = network.Prior.Moments();
        var center = (weights * z).sum([0L]);

        Assert.That(weights.sum().item<float>(), Is.EqualTo(1).Within(1e-3));
        Assert.That(TensorValues.Floats(mean), Is.EqualTo(TensorValues.Floats(center)).Within(0.05));
        Assert.That(
            TensorValues.Floats(variance),
            Is.EqualTo(TensorValues.Floats((weights * (z - center).square()).sum([0L]))).Within(4).Percent
        );
    }

    // A wrong sign of the prior term, or a KL divergence from N(0, I), fails here.
    [Test]
    [Proves(56)]
    public void NegativeElbo_MeanOverSamples_IsTheNumericKl()
    {
        const int Draws = 200_000;
        using var scope = NewDisposeScope();
        using var network = NewNetwork(2);
        using var generator = new Generator(8);
        using var noGrad = no_grad();
        var x = Some.Rows(1);
        var head = network.ComputeHead(x);
        var (mean, logVariance) = (
            network.Latent.ComputeEncoderOutputs(head)[0],
            network.Latent.ComputeEncoderOutputs(head)[1]
        );
        var (z, area) = Grid();
        var logQ = LearnedPrior.LogPosterior(mean, logVariance, z);
        var exact = (logQ.exp() * (logQ - network.Prior!.LogDensity(z)) * area).sum().item<float>();

        var terms = network.NegativeElbo(
            x.expand(Draws, Some.Width),
            network.Latent.DrawNoise(Draws, generator),
            LatentDistribution.Exact
        );

        Assert.That(exact, Is.GreaterThan(0.05));
        Assert.That(terms.KlPerLatent.shape, Is.EqualTo(new long[] { Draws, 1 }));
        Assert.That(terms.MeanKl().item<float>(), Is.EqualTo(exact).Within(2).Percent);
    }

    [Test]
    public void Score_AnyRow_HasAKlCloseToTheNumericOne()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork(2);
        using var noGrad = no_grad();
        var x = Some.Rows(20);
        var head = network.ComputeHead(x);
        var (mean, logVariance) = (
            network.Latent.ComputeEncoderOutputs(head)[0],
            network.Latent.ComputeEncoderOutputs(head)[1]
        );
        var (z, area) = Grid();
        var logPrior = network.Prior!.LogDensity(z);
        var exact = Enumerable
            .Range(0, 20)
            .Select(row =>
            {
                var logQ = LearnedPrior.LogPosterior(mean.narrow(0, row, 1), logVariance.narrow(0, row, 1), z);
                return (logQ.exp() * (logQ - logPrior) * area).sum().item<float>();
            })
            .ToArray();

        var kl = TensorValues.Floats(network.Score(x).Kl);

        Assert.That(
            kl.Zip(exact, (actual, value) => Math.Abs(actual - value) - (0.03 * value)),
            Is.All.LessThan(0.05),
            "3 %, and 0.05 nats"
        );
    }

    [Test]
    public void Kl_PriorThatIsStandardNormal_IsTheClosedForm()
    {
        using var scope = NewDisposeScope();
        using var prior = Options.Create(5, 7, inputs => (zeros(inputs.shape[0], 5), zeros(inputs.shape[0], 5)))!;
        using var generator = new Generator(2);
        var (mean, logVariance) = (randn(6, 5, generator: generator), randn(6, 5, generator: generator));
        var z = randn(6, 5, generator: generator);
        var expected = DiagonalGaussian.KlPerLatent(mean, logVariance).sum(1);
        var ratio = prior.LogDensity(z) - LearnedPrior.LogPosterior(mean, logVariance, z);

        Assert.That(
            TensorValues.Floats(prior.DeterministicKl(mean, logVariance)),
            Is.EqualTo(TensorValues.Floats(expected)).Within(1e-4)
        );
        Assert.That(
            TensorValues.Floats(ratio),
            Is.EqualTo(TensorValues.Floats(DiagonalGaussian.LogPriorOverPosterior(mean, logVariance, z))).Within(1e-4)
        );
    }

    [Test]
    [Proves(56)]
    public void Draw_ManyRows_HaveTheMomentsInTorchAndInTheModelFolder()
    {
        const int Draws = 40_000;
        using var scope = NewDisposeScope();
        using var network = NewNetwork(3);
        using var generator = new Generator(4);
        using var noGrad = no_grad();
        var (mean, variance) = network.Prior!.Moments();
        var space = network.Latent.Describe() with { Prior = network.Prior.Describe() };
        var rows = LatentKind.Get(space).Prior(space, Draws, 5);
        var read = new float[Draws * 3];
        for (var row = 0; row < Draws; row++)
        {
            rows.Read(row, read.AsSpan(row * 3, 3));
        }

        var moments = Enumerable.Range(0, 3).Select(PriorDistribution.Create(space).Moments).ToArray();

        Assert.That(moments.Select(moment => moment.Mean), Is.EqualTo(TensorValues.Floats(mean)).Within(1e-5));
        Assert.That(moments.Select(moment => moment.Variance), Is.EqualTo(TensorValues.Floats(variance)).Within(1e-5));

        foreach (var drawn in (Tensor[])[network.DrawPrior(Draws, generator), tensor(read, [Draws, 3])])
        {
            Assert.That(
                TensorValues.Floats((drawn.mean([0L]) - mean) / variance.sqrt()),
                Is.All.InRange(-0.05f, 0.05f)
            );
            Assert.That(TensorValues.Floats(drawn.var(0, unbiased: true) / variance), Is.All.InRange(0.93f, 1.07f));
        }
    }

    [Test]
    [Proves(56)]
    public void LogDensity_ModelFolder_IsThatOfTorchUpToAConstant()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork(3);
        using var noGrad = no_grad();
        using var generator = new Generator(6);
        var z = randn(30, 3, generator: generator) * 2.0;
        var written = JsonSerializer.Serialize(network.Prior!.Describe());
        var space = network.Latent.Describe() with { Prior = JsonSerializer.Deserialize<LatentPrior>(written) };
        var distribution = PriorDistribution.Create(space);

        var torchs = TensorValues.Floats(network.Prior.LogDensity(z));
        var ours = TensorValues.Floats(z).Chunk(3).Select(row => distribution.LogDensity(row)).ToArray();

        Assert.That(LatentKind.Get(space).Complaint(space), Is.Null);
        Assert.That(ours.Select((value, i) => value - ours[0] - (torchs[i] - torchs[0])), Is.All.InRange(-1e-4, 1e-4));
    }

    [Test]
    public void Kl_ItsGradients_AreThoseOfFiniteDifferences()
    {
        const double Step = 1e-2; // float32
        using var scope = NewDisposeScope();
        using var network = NewNetwork(3);
        var x = Some.Rows(16);
        using var generator = new Generator(9);
        var noise = network.Latent.DrawNoise(16, generator);
        var parameters = network.Prior!.parameters().Concat([network.PosteriorHead.weight!]).ToArray();
        var gradients = autograd.grad([Loss()], parameters);

        foreach (var (parameter, gradient) in parameters.Zip(gradients))
        {
            // The derivative along the gradient is its norm.
            var norm = gradient.norm().item<float>();
            Assert.That(norm, Is.GreaterThan(1e-4));

            var direction = gradient / norm;
            var difference = (Moved(parameter, direction, Step) - Moved(parameter, direction, -Step)) / (2 * Step);
            Assert.That(difference, Is.EqualTo(norm).Within(2).Percent, $"{parameter.shape.Length}");
        }

        Tensor Loss() => network.NegativeElbo(x, noise, LatentDistribution.Exact).MeanKl();

        double Moved(Tensor parameter, Tensor direction, double step)
        {
            using var noGrad = no_grad();
            using var inner = NewDisposeScope();
            var before = parameter.clone();
            parameter.copy_(before + (direction * step));
            var loss = Loss().item<float>();
            parameter.copy_(before);
            return loss;
        }
    }

    [Test]
    public void Export_LearnedPrior_VerifiesSamplesAndLoadsAgain()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(64);
        // Wide latents test all patterns of signs.
        using var trained = new VaeTrainer(Some.Options(epochCount: 8) with { Prior = Options, LatentDim = 11 }).Fit(
            rows
        );
        // Fails where ONNX Runtime and TorchSharp differ.
        trained.Export(folder["model"], rows);
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        using var model = VaeModel.Open(folder["model"]);
        var sample = new MLContext(1).Data.VaeSample(model, 50, seed: 3);

        Assert.Multiple(() =>
        {
            Assert.That(model.Verify().Passed, Is.True);
            Assert.That(model.Manifest.Latent.Prior!.Kind, Is.EqualTo(LatentPrior.Mixture));
            Assert.That(sample.GetRowCount(), Is.EqualTo(50));
            Assert.That(loaded.Options.Prior, Is.EqualTo(Options));
            Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(trained)));
            Assert.That(loaded.Diagnose(rows, 5).LogLikelihood, Is.EqualTo(trained.Diagnose(rows, 5).LogLikelihood));
            // More samples tighten the bound with the learned prior, too.
            Assert.That(
                trained.LogLikelihoodPerRow(rows, 200).Average(),
                Is.GreaterThan(trained.LogLikelihoodPerRow(rows, 1).Average())
            );
            Assert.That(trained.KlPerLatentDim(rows), Has.Length.EqualTo(11).And.All.GreaterThanOrEqualTo(0));
        });
    }

    [Test]
    [Proves(56)]
    public void Fit_TableWithLearnedPrior_ExportsSamplesAndImputes()
    {
        using var folder = new TemporaryFolder();
        var view = SomeTable.View(SomeTable.Rows(120));
        using var trained = new VaeTrainer(SomeTable.Options with { Prior = Options }).Fit(view, SomeTable.Columns);
        trained.Export(folder["table"], view);
        var ml = new MLContext(1);
        using var imputer = ml.Transforms.VaeImpute(null, folder["table"], new() { DrawsValues = true }).Fit(view);
        using var model = VaeModel.Open(folder["table"]);

        Assert.That(imputer.Transform(view).GetColumn<float>("Income"), Is.All.Matches<float>(float.IsFinite));
        Assert.That(
            ml.Data.VaeSample(model, 30, seed: 2, new() { FillsMissingCells = true }).GetColumn<float>("Income"),
            Is.All.Matches<float>(float.IsFinite)
        );
    }

    [Test]
    public void Fit_VampPrior_LearnsPseudoInputsThatAreNoRows()
    {
        using var scope = NewDisposeScope();
        using var rows = Some.Rows(64);
        var options = Some.Options(epochCount: 1) with { Prior = new VampPriorOptions { PseudoInputs = 7 } };
        using var once = new VaeTrainer(options).Fit(rows);
        using var longer = new VaeTrainer(options with { EpochCount = 5 }).Fit(rows);
        var first = once.Network.Prior!.get_parameter("pseudo_inputs")!;
        var distances = (first.unsqueeze(1) - rows.unsqueeze(0)).abs().sum(2); // [7, 64]

        Assert.That(distances.min().item<float>(), Is.GreaterThan(0.1));
        Assert.That(
            (longer.Network.Prior!.get_parameter("pseudo_inputs")! - first).abs().max().item<float>(),
            Is.GreaterThan(1e-3)
        );
    }

    [Test]
    public void Loss_FreeBitsWithLearnedPrior_HoldForAllLatentsTogether()
    {
        using var rows = Some.Rows(64);
        var options = Some.Options(epochCount: 30) with
        {
            Prior = new VampPriorOptions { PseudoInputs = 2 },
            LearningRate = 0.01,
        };
        using var strict = new VaeTrainer(options with { Beta = 20 }).Fit(rows);
        using var both = new VaeTrainer(options with { Beta = 20, FreeBits = 1 }).Fit(rows);

        // With a large beta, the KL divergence falls until the batches, whose estimates vary, are below the minimum of 3 latents with 1 nat each.
        Assert.That(strict.Evaluate(rows).Kl, Is.LessThan(0.5));
        Assert.That(both.Evaluate(rows).Kl, Is.InRange(0.7, 3.5));
    }

    private static readonly VaeTrainerOptions[] OutOfRange =
    [
        new() { Prior = new VampPriorOptions { PseudoInputs = 0 } },
        new() { Prior = new VampPriorOptions { PseudoInputs = 10_001 } },
        new()
        {
            Prior = new VampPriorOptions { PseudoInputs = 10_000 },
            LatentDim = 51,
        },
        new() { Prior = null! },
        new() { Prior = new VampPriorOptions(), Latent = new GumbelSoftmaxLatentOptions() },
    ];

    [TestCaseSource(nameof(OutOfRange))]
    public void Constructor_PriorOutOfRange_IsRefused(VaeTrainerOptions options) =>
        Assert.That(
            () => new VaeTrainer(options),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("VaeTrainerOptions.")
        );

    [Test]
    [Proves(56)]
    public void Complaint_DamagedPrior_IsNamed()
    {
        VaeLatentSpace Space(LatentPrior prior) =>
            new()
            {
                Kind = VaeLatentSpace.Gaussian,
                Dim = 2,
                Prior = prior,
            };
        var mixture = new LatentPrior
        {
            Kind = LatentPrior.Mixture,
            Weights = [1],
            Means = [0, 1],
            Variances = [1, 2],
        };
        LatentPrior[] damaged =
        [
            mixture with
            {
                Kind = "vine",
            },
            mixture with
            {
                Means = [0],
            },
            mixture with
            {
                Weights = [0.7f],
            },
            mixture with
            {
                Variances = [1, 0],
            },
            mixture with
            {
                Means = [0, float.NaN],
            },
            mixture with
            {
                Weights = [],
            },
            mixture with
            {
                Kind = "flow",
            },
        ];

        Assert.That(LatentKind.All[0].Complaint(Space(mixture)), Is.Null);
        Assert.That(
            damaged.Select(prior => LatentKind.All[0].Complaint(Space(prior))),
            Is.All.Not.Null.And.All.Contains("latent.prior")
        );
    }

    /// <summary>Creates a network whose prior differs from N(0, I).</summary>
    private static VariationalAutoencoder NewNetwork(int latentDim)
    {
        var network = new VariationalAutoencoder(
            Some.Width,
            new VaeTrainerOptions
            {
                HiddenDims = [8],
                LatentDim = latentDim,
                Prior = Options,
            }
        );
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        network.Initialize(generator);
        network.InitializePrior(new RowsOfTensor(Some.Rows(50)), generator);
        using var noGrad = no_grad();
        network.PosteriorHead.weight!.mul_(2);
        foreach (var parameter in network.Prior!.parameters())
        {
            parameter.copy_(parameter + (randn(parameter.shape, generator: generator) * 0.3));
        }

        return network;
    }

    /// <summary>Returns the points of a grid over two latents, [n, 2], and the area of a cell.</summary>
    private static (Tensor Points, double Area) Grid()
    {
        const int Steps = 601;
        const double Limit = 12;
        var axis = linspace(-Limit, Limit, Steps, ScalarType.Float32);
        var first = axis.unsqueeze(1).expand(Steps, Steps).reshape(-1, 1);
        var second = axis.unsqueeze(0).expand(Steps, Steps).reshape(-1, 1);
        return (cat([first, second], 1), Math.Pow(2 * Limit / (Steps - 1), 2));
    }
}
