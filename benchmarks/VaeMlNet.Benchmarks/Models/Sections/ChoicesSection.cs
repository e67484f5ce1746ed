using System.Globalization;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Changes one option at a time: activations, optimizers, schedules of the learning rate, and noise on the input.</summary>
internal sealed class ChoicesSection : FiguresSection
{
    private const int LabelCount = 3000;
    private const double NoiseLevel = 0.2;
    private const double MaskedShare = 0.25;

    private static readonly (string Name, Func<VaeTrainerOptions, VaeTrainerOptions> Change)[] Steps =
    [
        ("Adam, constant rate: the default", options => options),
        (
            "AdamW, weight decay 0.01",
            options =>
                options with
                {
                    Optimizer = new() { Kind = VaeOptimizerKind.AdamW, WeightDecay = 0.01 },
                }
        ),
        ("RMSProp", options => options with { Optimizer = new() { Kind = VaeOptimizerKind.RmsProp } }),
        (
            "SGD, momentum 0.9, rate 1e-4",
            options =>
                options with
                {
                    Optimizer = new() { Kind = VaeOptimizerKind.Sgd, Momentum = 0.9 },
                    LearningRate = 1e-4,
                }
        ),
        (
            "Adam, cosine, rate 2e-3",
            options =>
                options with
                {
                    LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.Cosine },
                    LearningRate = 2e-3,
                }
        ),
        (
            "Adam, one cycle, rate 3e-3",
            options =>
                options with
                {
                    LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.OneCycle },
                    LearningRate = 3e-3,
                }
        ),
        (
            "Adam, half on plateaus, rate 2e-3",
            options =>
                options with
                {
                    LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.ReduceOnPlateau, Factor = 0.5 },
                    LearningRate = 2e-3,
                }
        ),
        ("Adam, averaged weights, decay 0.999", options => options with { WeightAverageDecay = 0.999 }),
        ("Adam, KL warm-up of 5 epochs", options => options with { KlWarmUpEpochs = 5 }),
        ("Adam, gradients of at most 5", options => options with { Optimizer = new() { MaxGradientNorm = 5 } }),
    ];

    public override string Name => "choices";

    public override string Title => "One option at a time: MNIST, 784-400-20, seed 1";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var basis = SectionRun.Preset("mnist", EpochCount(run));
        return
        [
            new FigureTable(
                "Test loss by epoch: activations",
                Header,
                [.. Activations(basis).Select(own => Losses(run, own.Name, own.Options))]
            ),
            new FigureTable(
                "Test loss by epoch: training",
                Header,
                [.. Steps.Select(own => Losses(run, own.Name, own.Change(basis)))]
            ),
            new FigureTable(
                "Noise on the input of training: test loss, and errors in % of 1-nearest-neighbor with 3,000 labels",
                [
                    "training",
                    "test loss",
                    "clean images",
                    $"noise of {Text(NoiseLevel)}",
                    $"{Text(100 * MaskedShare)} % of the pixels 0",
                ],
                [.. Noises(basis).Select(own => Robustness(run, own.Name, own.Options))],
                "Nearest neighbors compare the means of q(z|x) of disturbed test images with those of clean training images."
            ),
        ];
    }

    private static string[] Header => ["", "1", "2", "3", "5", "10"];

    private static IEnumerable<(string Name, VaeTrainerOptions Options)> Activations(VaeTrainerOptions basis) =>
        Enum.GetValues<VaeActivation>()
            .Select(activation =>
                (
                    activation.ToString(),
                    basis with
                    {
                        Network = new FullyConnectedNetworkOptions { HiddenDims = [400], Activation = activation },
                    }
                )
            );

    private static IEnumerable<(string Name, VaeTrainerOptions Options)> Noises(VaeTrainerOptions basis) =>
        [
            ("no noise", basis),
            (
                "Gaussian, 0.2",
                basis with
                {
                    InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian, Level = NoiseLevel },
                }
            ),
            (
                "Masking, 0.25",
                basis with
                {
                    InputNoise = new() { Kind = VaeInputNoiseKind.Masking, Level = MaskedShare },
                }
            ),
        ];

    private static string[] Losses(SectionRun run, string name, VaeTrainerOptions options)
    {
        string[] row = [name, .. TestLosses(run.Train(options), 1, 2, 3, 5, 10)];
        run.Report(string.Join("; ", row));
        return row;
    }

    private static string[] Robustness(SectionRun run, string name, VaeTrainerOptions options)
    {
        var model = run.Train(options);
        var loss = model.History[^1].Validation!;
        var test = run.Digits.Test;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using Generator generator = new(1);
        var noise = randn(test.shape, generator: generator);
        var kept = rand(test.shape, generator: generator).ge(MaskedShare);
        var training = model.Network.Encode(run.Digits.Train);
        string Error(Tensor images) =>
            Percent(new FewLabels(training, model.Network.Encode(images), run.Digits).NearestNeighborError(LabelCount));
        string[] row =
        [
            name,
            Two(loss.Reconstruction + loss.Kl),
            Error(test),
            Error(test + (NoiseLevel * noise)),
            Error(test * kept),
        ];
        run.Report(string.Join("; ", row));
        return row;
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
