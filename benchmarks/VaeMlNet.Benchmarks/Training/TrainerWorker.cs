using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Trains with <see cref="VaeTrainer"/> as a child process.</summary>
internal static class TrainerWorker
{
    // The parent ends the training before this number is reached.
    private const int EpochCount = 1_000_000;

    /// <summary>Trains until there are no more turns.</summary>
    public static void Run(TrainingSection section, string mnist, ChildTurns turns)
    {
        using var end = new CancellationTokenSource();
        var epochs = new EpochTurns(turns, end);
        var trainer = new VaeTrainer(section.Options(EpochCount))
        {
            ForAnomalies = section.Network == NetworkKind.Detector,
        };
        var fit = Prepare(section, mnist, trainer);
        turns.Begin(TorchFacts.Read());
        epochs.Await();
        try
        {
            fit(epochs, end.Token).Dispose();
        }
        catch (OperationCanceledException)
        {
            // The parent has ended the training.
        }
    }

    /// <summary>Creates the data, and returns the training on it.</summary>
    private static Func<IProgress<VaeTrainingProgress>, CancellationToken, TrainedVae> Prepare(
        TrainingSection section,
        string mnist,
        VaeTrainer trainer
    )
    {
        switch (section.Network)
        {
            case NetworkKind.Table:
                var mixed = MixedTable.View(section.RowCount);
                return (epochs, end) => trainer.Fit(mixed, MixedTable.ColumnNames, null, epochs, end);
            case NetworkKind.Detector:
                var table = DetectorTable.View(section.RowCount);
                return (epochs, end) => trainer.Fit(table, DetectorTable.ColumnNames, null, epochs, end);
            default:
                var rows = Rows(MnistImages.Read(mnist), section.RowCount);
                return (epochs, end) => trainer.Fit(rows, progress: epochs, cancellationToken: end);
        }
    }

    /// <summary>Returns the pixels of the first images as a float32 tensor [count, 784].</summary>
    private static Tensor Rows(float[][] images, int count)
    {
        var values = new float[count * Digit.PixelCount];
        for (var row = 0; row < count; row++)
        {
            images[row].CopyTo(values, row * Digit.PixelCount);
        }

        return tensor(values, [count, Digit.PixelCount]);
    }
}
