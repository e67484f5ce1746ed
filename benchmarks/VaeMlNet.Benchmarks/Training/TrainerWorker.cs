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
        var trainer = new VaeTrainer(section.Options(EpochCount));
        using var rows = section.Network == NetworkKind.Table ? null : Rows(MnistImages.Read(mnist), section.RowCount);
        turns.Begin(TorchFacts.Read());
        epochs.Await();
        try
        {
            var trained = rows is null
                ? trainer.Fit(MixedTable.View(section.RowCount), MixedTable.ColumnNames, null, epochs, end.Token)
                : trainer.Fit(rows, null, epochs, end.Token);
            trained.Dispose();
        }
        catch (OperationCanceledException)
        {
            // The parent has ended the training.
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
