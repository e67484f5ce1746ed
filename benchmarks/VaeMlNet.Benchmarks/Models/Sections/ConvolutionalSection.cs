namespace VaeMlNet.Benchmarks;

/// <summary>Compares convolutions with a fully connected network, epoch by epoch.</summary>
internal sealed class ConvolutionalSection : FiguresSection
{
    public override string Name => "convolutional";

    public override string Title => "Strided convolutions 32, 64 against 784-400-20, 20 latents, seed 1";

    protected override int DefaultEpochCount => 5;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var epochCount = EpochCount(run);
        int[] epochs = [.. Enumerable.Range(1, epochCount)];
        return
        [
            new FigureTable(
                "Test loss by epoch",
                ["", .. epochs.Select(epoch => FormattableString.Invariant($"{epoch}"))],
                [
                    [
                        "convolutional (`mnist-conv`)",
                        .. TestLosses(run.Train(SectionRun.Preset("mnist-conv", epochCount)), epochs),
                    ],
                    [
                        "fully connected (`mnist`)",
                        .. TestLosses(run.Train(SectionRun.Preset("mnist", epochCount)), epochs),
                    ],
                ]
            ),
        ];
    }
}
