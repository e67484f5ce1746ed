using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Trains 784-400-20, as in pytorch/examples.</summary>
internal sealed class FullyConnectedSection : FiguresSection
{
    private const int LatentDim = 20;
    private const int BoundRowCount = 1000;
    private const int BoundSampleCount = 100;

    private static readonly int[] Epochs = [1, 2, 3, 5, 10];

    public override string Name => "fully-connected";

    public override string Title => "784-400-20, ReLU, Bernoulli, batch 128, Adam 1e-3";

    public override IReadOnlyList<FigurePicture> Pictures =>
        [
            new(
                "mnist-reconstructions.png",
                "Test images (odd rows) and their reconstructions from 20 means (even rows)."
            ),
            new("mnist-samples.png", "Samples: means of p(x|z) for z from the prior."),
            new(
                "mnist-interpolations.png",
                "Interpolations between two test images: linear (odd rows) and along a great circle (even rows)."
            ),
        ];

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var epochCount = EpochCount(run);
        TrainedVae[] models =
        [
            .. run.Settings.Seeds.Select(seed => run.Train(SectionRun.Preset("mnist", epochCount, seed))),
        ];
        new ModelPictures(run).WriteDigits(models[0]);
        return [Losses(run, models), Terms(run, models), Quality(run, models[0])];
    }

    private static FigureTable Losses(SectionRun run, TrainedVae[] models) =>
        new(
            "Test loss by epoch",
            ["", "untrained", .. Epochs.Select(epoch => epoch.ToString(CultureInfo.InvariantCulture))],
            [
                .. models.Select(model =>
                    (string[])
                        [$"VaeMlNet, seed {model.Options.Seed}", Untrained(run, model), .. TestLosses(model, Epochs)]
                ),
                ["PyTorch, seed 1", "550.5", "128.02", "115.86", "111.88", "108.44", "105.52"],
                ["PyTorch, seed 2", "548.6", "127.01", "115.55", "111.74", "108.41", "105.61"],
                ["PyTorch, seed 3", "550.7", "127.47", "115.31", "111.87", "108.63", "105.72"],
            ],
            "784 ln 2 = 543.4 is the loss of an untrained decoder whose outputs are all 0.5."
        );

    private static FigureTable Terms(SectionRun run, TrainedVae[] models) =>
        new(
            "After the last epoch, on the test images",
            ["", "reconstruction", "KL", "active units", "largest KL of a latent"],
            [
                .. models.Select(model =>
                {
                    var loss = model.History[^1].Validation!;
                    var kl = model.KlPerLatentDim(run.Digits.Test);
                    return (string[])
                        [
                            FormattableString.Invariant(
                                $"VaeMlNet, seed {model.Options.Seed}, epoch {model.History.Count}"
                            ),
                            Two(loss.Reconstruction),
                            Two(loss.Kl),
                            FormattableString.Invariant($"{model.CountActiveUnits(run.Digits.Test)}/{LatentDim}"),
                            Two(kl.Max()),
                        ];
                }),
                ["PyTorch, seeds 1 to 3, epoch 10", "80.2 to 80.9", "24.8 to 25.3", "20/20", "1.94"],
            ]
        );

    private static FigureTable Quality(SectionRun run, TrainedVae model)
    {
        using var first = run.Digits.Test.narrow(0, 0, BoundRowCount);
        return new(
            "Reconstruction and log-likelihood",
            ["", "VaeMlNet", "PyTorch"],
            [
                [
                    "mean squared error per pixel of the VAE's reconstruction from 20 means",
                    SquaredError(run, model).ToString("F5", CultureInfo.InvariantCulture),
                    "0.00972",
                ],
                [
                    "the same of PCA with 20 components",
                    PrincipalComponents
                        .Fit(run.Digits, LatentDim)
                        .TestSquaredErrorPerPixel.ToString("F5", CultureInfo.InvariantCulture),
                    "0.02354 (scikit-learn)",
                ],
                [
                    "importance-weighted bound, 100 samples, first 1000 test images, as a loss",
                    Two(-model.LogLikelihoodPerRow(first, BoundSampleCount).Average()),
                    "100.59",
                ],
            ]
        );
    }

    /// <summary>Returns the loss of the model after a step with learning rate 0, which leaves the weights unchanged.</summary>
    private static string Untrained(SectionRun run, TrainedVae model)
    {
        var options = model.Options with { EpochCount = 1, LearningRate = 1e-12 };
        using var batch = run.Digits.Train.narrow(0, 0, options.BatchSize!.Value);
        using var untrained = new VaeTrainer(options).Fit(batch, run.Digits.Test);
        return string.Concat(TestLosses(untrained, 1));
    }
}
