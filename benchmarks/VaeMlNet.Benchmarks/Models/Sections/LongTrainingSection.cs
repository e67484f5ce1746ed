namespace VaeMlNet.Benchmarks;

/// <summary>
/// Trains the network of Burda et al. (2016) for hours, on dynamically binarized images, and measures its bound of the
/// log-likelihood.
/// </summary>
internal sealed class LongTrainingSection : FiguresSection
{
    private const int BoundSampleCount = 5000;
    private static readonly int[] ShownEpochs = [1, 10, 30, 100, 200, 300, 400, 500];

    public override string Name => "long-training";

    public override string Title => "Long training: dynamically binarized MNIST, 784-200-200-50, seed 1";

    protected override int DefaultEpochCount => 500;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var test = BinarizedSection.TestDigits(run);
        using var model = BinarizedSection.Train(
            run,
            test,
            new VaeTrainerOptions
            {
                Network = new FullyConnectedNetworkOptions { HiddenDims = [200, 200], Activation = VaeActivation.Tanh },
                LatentDim = 50,
                EpochCount = EpochCount(run),
                LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.Cosine },
                WeightAverageDecay = 0.999,
            }
        );
        using var first = BinarizedSection.FirstRows(test, model.InputDim);
        return
        [
            new FigureTable(
                "Test loss by epoch",
                ["", .. ShownEpochs.Select(epoch => FormattableString.Invariant($"{epoch}"))],
                [
                    ["VaeMlNet", .. TestLosses(model, ShownEpochs)],
                ]
            ),
            new FigureTable(
                "Log-likelihood of the first 1000 test images, as a loss",
                ["", "1 sample", "5,000 samples", "active latents"],
                [
                    [
                        FormattableString.Invariant($"VaeMlNet, {model.History.Count} epochs"),
                        Two(-model.LogLikelihoodPerRow(first, 1).Average()),
                        Two(-model.LogLikelihoodPerRow(first, BoundSampleCount).Average()),
                        FormattableString.Invariant($"{model.CountActiveUnits(first)}"),
                    ],
                    ["VAE, published (Burda et al. 2016, 3,280 epochs, all test images)", "-", "86.76", "19"],
                    ["IWAE with 50 samples, published (the same)", "-", "84.78", "25"],
                ]
            ),
        ];
    }
}
