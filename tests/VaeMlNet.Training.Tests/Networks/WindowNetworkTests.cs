using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Networks that read the rows of a window in the order of time.</summary>
public class WindowNetworkTests
{
    private const int Length = 12;
    private const int ChannelCount = 2;
    private const int Size = Length * ChannelCount;

    private static readonly WindowNetworkOptions[] Networks =
    [
        new TemporalNetworkOptions { Filters = [4, 3], HiddenDims = [5] },
        new RecurrentNetworkOptions { HiddenDim = 5, LayerCount = 2 },
    ];

    [Test]
    public void TemporalNetwork_Layers_AreMirrored()
    {
        using var network = NewNetwork(new TemporalNetworkOptions { Filters = [4, 3], HiddenDims = [5] });

        Assert.That(
            Shapes(network),
            Is.EquivalentTo([
                "encoder.conv1.weight [4, 2, 3]",
                "encoder.conv1.bias [4]",
                "encoder.conv2.weight [3, 4, 3]",
                "encoder.conv2.bias [3]",
                "encoder.hidden1.weight [5, 36]",
                "encoder.hidden1.bias [5]",
                "posterior.weight [6, 5]",
                "posterior.bias [6]",
                "decoder.hidden1.weight [5, 3]",
                "decoder.hidden1.bias [5]",
                "decoder.hidden2.weight [36, 5]",
                "decoder.hidden2.bias [36]",
                "decoder.conv2.weight [3, 4, 3]",
                "decoder.conv2.bias [4]",
                "decoder.output.weight [4, 4, 3]",
                "decoder.output.bias [4]",
            ])
        );
    }

    [Test]
    public void RecurrentNetwork_Layers_AreGatedUnits()
    {
        using var network = NewNetwork(new RecurrentNetworkOptions { HiddenDim = 5 });

        Assert.That(
            Shapes(network),
            Is.EquivalentTo([
                "encoder.gru.gru.weight_ih_l0 [15, 2]",
                "encoder.gru.gru.weight_hh_l0 [15, 5]",
                "encoder.gru.gru.bias_ih_l0 [15]",
                "encoder.gru.gru.bias_hh_l0 [15]",
                "posterior.weight [6, 5]",
                "posterior.bias [6]",
                "decoder.gru.gru.weight_ih_l0 [15, 3]",
                "decoder.gru.gru.weight_hh_l0 [15, 5]",
                "decoder.gru.gru.bias_ih_l0 [15]",
                "decoder.gru.gru.bias_hh_l0 [15]",
                "decoder.output.weight [4, 5]",
                "decoder.output.bias [4]",
            ])
        );
    }

    /// <summary>Fails if places and channels, or locations and scales, are mixed up.</summary>
    [TestCaseSource(nameof(Networks))]
    public void Decode_BiasOfTheOutput_IsThatOfItsChannelInEachPlace(WindowNetworkOptions options)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = NewNetwork(options);
        network.Decoder.get_parameter("output.weight")!.zero_();
        network.Decoder.get_parameter("output.bias")!.copy_(tensor(new float[] { 1, 2, 30, 40 }));

        var parameters = network.Decode(randn(1, 3)).data<float>().ToArray();

        float[] expected =
        [
            .. Enumerable.Repeat<float[]>([1, 2], Length).SelectMany(row => row),
            .. Enumerable.Repeat<float[]>([30, 40], Length).SelectMany(row => row),
        ];

        Assert.That(parameters, Is.EqualTo(expected));
    }

    /// <summary>Fails if the dilation does not double, or if the window is read channel after channel.</summary>
    [Test]
    public void TemporalNetwork_ChangeInOnePlace_ReachesThePlacesOfTheDilations()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = NewNetwork(
            new TemporalNetworkOptions { Filters = [4, 3, 3], Activation = VaeActivation.Tanh }
        );
        var window = randn(1, Size);
        var changed = window.clone();
        changed[0, 0] = tensor(9f);

        var difference = (network.Encoder.call(changed) - network.Encoder.call(window)).abs();

        var places = difference.reshape(3, Length).sum([0L]).data<float>().ToArray();

        Assert.That(places[..8], Is.All.GreaterThan(0)); // 1 + 2 + 4 places away
        Assert.That(places[8..], Is.All.Zero);
    }

    /// <summary>Compares with the equations of Cho et al. 2014, in PyTorch's form.</summary>
    [Test]
    public void RecurrentNetwork_Encoder_IsTheStateAfterTheLastPlace()
    {
        const int Width = 3;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = NewNetwork(new RecurrentNetworkOptions { HiddenDim = Width });
        var window = randn(1, Size);
        Tensor Parameter(string name) => network.Encoder.get_parameter($"gru.gru.{name}_l0")!;
        var state = zeros(1, Width);
        for (var place = 0; place < Length; place++)
        {
            var row = window.narrow(1, place * ChannelCount, ChannelCount);
            var input = nn.functional.linear(row, Parameter("weight_ih"), Parameter("bias_ih")).chunk(3, 1);
            var recurrent = nn.functional.linear(state, Parameter("weight_hh"), Parameter("bias_hh")).chunk(3, 1);
            var reset = (input[0] + recurrent[0]).sigmoid();
            var update = (input[1] + recurrent[1]).sigmoid();
            var proposed = (input[2] + (reset * recurrent[2])).tanh();
            state = proposed + (update * (state - proposed));
        }

        Assert.That(
            network.Encoder.call(window).data<float>().ToArray(),
            Is.EqualTo(state.data<float>().ToArray()).Within(1e-6)
        );
    }

    [TestCaseSource(nameof(Networks))]
    public void Gradient_EachParameter_EqualsFiniteDifferences(WindowNetworkOptions options)
    {
        const double Step = 1e-5;
        using var scope = NewDisposeScope();
        using var network = NewNetwork(options);
        network.to(ScalarType.Float64);
        var (x, noise) = (randn(4, Size, ScalarType.Float64), randn(4, 3, ScalarType.Float64));
        Tensor Loss() => Some.Loss(network.NegativeElbo(x, noise, temperature: 1));
        foreach (var (name, parameter) in network.named_parameters())
        {
            var gradient = autograd.grad([Loss()], [parameter])[0].reshape(-1).data<double>().ToArray();
            var index = Array.IndexOf(gradient, gradient.MaxBy(Math.Abs));
            double Nudge(double difference)
            {
                using var noGrad = no_grad();
                var element = parameter.view(-1).narrow(0, index, 1);
                element.add_(difference);
                var value = Loss().item<double>();
                element.sub_(difference);
                return value;
            }

            Assert.That(gradient[index], Is.Not.Zero, name);
            Assert.That(
                gradient[index],
                Is.EqualTo((Nudge(Step) - Nudge(-Step)) / (2 * Step)).Within(0.01).Percent,
                name
            );
        }
    }

    [TestCaseSource(nameof(Networks))]
    public void Initialize_SameSeed_DrawsEveryParameterAgain(WindowNetworkOptions options)
    {
        using var first = NewNetwork(options);
        using var second = NewNetwork(options);
        var before = second.named_parameters().ToDictionary(p => p.name, p => p.parameter.data<float>().ToArray());
        Initialize(first);
        Initialize(second);

        foreach (var ((name, a), (_, b)) in first.named_parameters().Zip(second.named_parameters()))
        {
            Assert.That(a.data<float>().ToArray(), Is.EqualTo(b.data<float>().ToArray()), name);
            Assert.That(b.data<float>().ToArray(), Is.Not.EqualTo(before[name]), name);
        }
    }

    [TestCaseSource(nameof(Networks))]
    public void ManualBackpropagation_WindowNetwork_IsNotUsed(WindowNetworkOptions options)
    {
        using var network = NewNetwork(options);

        Assert.That(GradientLayers.Supports(network.Encoder), Is.False);
        Assert.That(GradientLayers.Supports(network.Decoder), Is.False);
    }

    [Test]
    public void Fit_WindowNetworkOnSingleRows_NamesTheTrainerOfSeries()
    {
        using var rows = Some.Rows(20);
        var trainer = new VaeTrainer(Some.Options() with { Network = new TemporalNetworkOptions() });

        Assert.That(
            () => trainer.Fit(rows),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("VaeTrainerOptions.Network is TemporalNetworkOptions")
                .And.Message.Contains("VaeSeriesTrainer")
        );
    }

    /// <summary>A histogram has another number of outputs for each cell.</summary>
    [TestCaseSource(nameof(Networks))]
    public void CreateDecoder_OutputsThatCellsDoNotShare_AreRefused(WindowNetworkOptions options)
    {
        var ofWindow = options.ForSeries(ModelCases.NewSeries(Length, ChannelCount));

        Assert.That(
            () => ofWindow.CreateDecoder(3, (2 * Size) + 1),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("because the likelihood needs 49 outputs")
        );
    }

    /// <summary>A checkpoint of a few bytes must not make the reader allocate a large network.</summary>
    [TestCaseSource(nameof(Networks))]
    public void LoadCheckpoint_NetworkLargerThanItsWeights_IsRefused(WindowNetworkOptions options)
    {
        using var folder = new TemporaryFolder();
        var data = new MLContext(1).Data.LoadFromEnumerable(Moments());
        using var saved = new VaeSeriesTrainer(SeriesOptions(options)).Fit(data, ["Load", "Heat"]);
        saved.SaveCheckpoint(folder["checkpoint"]);
        var description = folder["checkpoint", "checkpoint.json"];
        var text = File.ReadAllText(description);
        var larger =
            options is TemporalNetworkOptions
                ? text.Replace("\"kernel_size\": 3", "\"kernel_size\": 30001", StringComparison.Ordinal)
                : text.Replace("\"hidden_dim\": 5", "\"hidden_dim\": 50000", StringComparison.Ordinal);
        File.WriteAllText(description, larger);

        Assert.That(larger, Is.Not.EqualTo(text));
        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder["checkpoint"]),
            Throws.TypeOf<VaeModelException>().With.InnerException.Message.Contains("bytes of weights")
        );
    }

    /// <summary>Training exports the model, which compares ONNX Runtime with TorchSharp on the training's windows.</summary>
    [TestCaseSource(nameof(Networks))]
    public void Fit_ChannelsWithMissingCells_GivesAFolderWithTheDetectorsScores(WindowNetworkOptions options)
    {
        foreach (
            var channels in (string[][])
                [
                    ["Load"],
                    ["Load", "Heat"],
                ]
        )
        {
            using var folder = new TemporaryFolder();
            var ml = new MLContext(1);
            var data = ml.Data.LoadFromEnumerable(Moments());
            using var detector = ml
                .AnomalyDetection.Trainers.VaeSeries(
                    channels,
                    SeriesOptions(options),
                    new() { Scoring = VaeSeriesScoring.Causal }
                )
                .Fit(data);
            detector.SaveModelFolder(folder["model"]);
            using var engine = new VaeSeriesEngine(folder["model"]);
            var scores = detector.Transform(data).GetColumn<float>("Score").ToArray();
            var ofEngine = Moments()
                .Select(row => engine.Score("", channels.Length == 1 ? [row.Load] : [row.Load, row.Heat]).Score);

            Assert.That(scores, Is.All.Matches<float>(float.IsFinite));
            Assert.That(ofEngine, Is.EqualTo(scores).Within(1e-3));
            Assert.That(
                VaeManifest.Read(folder["model", "manifest.json"]).Architecture.Kind,
                Is.EqualTo(options is TemporalNetworkOptions ? "temporal" : "recurrent")
            );
        }
    }

    [TestCaseSource(nameof(Networks))]
    public void LoadCheckpoint_WindowNetwork_IsTheSameModel(WindowNetworkOptions options)
    {
        using var folder = new TemporaryFolder();
        var data = new MLContext(1).Data.LoadFromEnumerable(Moments());
        var trainer = new VaeSeriesTrainer(SeriesOptions(options));
        using var saved = trainer.Fit(data, ["Load", "Heat"]);
        using var again = trainer.Fit(data, ["Load", "Heat"]);
        saved.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(saved)));
        Assert.That(Some.Weights(again), Is.EqualTo(Some.Weights(saved)));
        Assert.That(loaded.Options.Network, Is.TypeOf(options.GetType()));
    }

    private static VariationalAutoencoder NewNetwork(WindowNetworkOptions options)
    {
        manual_seed(1);
        return new(
            Size,
            new VaeTrainerOptions
            {
                Network = options,
                LatentDim = 3,
                Likelihood = new GaussianLikelihoodOptions { Learned = LearnedScale.PerRow },
                Series = ModelCases.NewSeries(Length, ChannelCount),
            }
        );
    }

    private static void Initialize(VariationalAutoencoder network)
    {
        using var generator = new Generator(8);
        network.Initialize(generator);
    }

    private static VaeSeriesOptions SeriesOptions(WindowNetworkOptions network) =>
        new()
        {
            WindowLength = 9,
            Training = new()
            {
                Network = network,
                EpochCount = 2,
                LatentDim = 3,
            },
        };

    private static Moment[] Moments() =>
        [
            .. Enumerable
                .Range(0, 300)
                .Select(i => new Moment
                {
                    Load = i % 50 == 7 ? float.NaN : (float)Math.Sin(i / 4.0),
                    Heat = i % 60 == 9 ? float.NaN : (float)Math.Cos(i / 4.0),
                }),
        ];

    private static IEnumerable<string> Shapes(VariationalAutoencoder network) =>
        network.named_parameters().Select(p => $"{p.name} [{string.Join(", ", p.parameter.shape)}]");

    private sealed class Moment
    {
        public float Load { get; set; }

        public float Heat { get; set; }
    }
}
