using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>The contestant of ours: <see cref="VaeTrainer"/>, as anybody calls it.</summary>
internal static class TrainerWorker
{
    // More than anybody waits for: the parent ends it.
    private const int EpochCount = 1_000_000;

    /// <summary>Trains until there are no more turns.</summary>
    public static void Run(TrainingSection section, string mnist, ChildTurns turns)
    {
        using var rows = Rows(MnistImages.Read(mnist), section.RowCount);
        using var end = new CancellationTokenSource();
        var epochs = new EpochTurns(turns, end);
        turns.Begin(TorchFacts.Read());
        epochs.Await();
        try
        {
            new VaeTrainer(section.Options(EpochCount)).Fit(rows, null, epochs, end.Token).Dispose();
        }
        catch (OperationCanceledException)
        {
            // The parent has seen enough.
        }
    }

    /// <summary>float32 [N, 784].</summary>
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
