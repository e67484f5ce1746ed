using System.Globalization;
using VaeMlNet.Files;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Records a training in the chosen formats.</summary>
internal sealed class TrainingTracker : IDisposable
{
    private const int ImageCount = 8;

    private readonly VaeTrackingOptions tracking;
    private readonly List<ITrackedRun> runs = [];
    private bool hasEnded;

    /// <summary>Starts the runs.</summary>
    /// <param name="tracking">The checked options.</param>
    /// <param name="options">The options of the training, with chosen values.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="VaeModelException">A file cannot be written.</exception>
    public TrainingTracker(VaeTrackingOptions tracking, VaeTrainerOptions options, TimeProvider clock)
    {
        this.tracking = tracking;
        var name = tracking.RunName ?? clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        Try(() =>
        {
            if (tracking.TensorBoardFolder is { } board)
            {
                runs.Add(new TensorBoardRun(board, name, clock));
            }

            if (tracking.MlflowFolder is { } store)
            {
                runs.Add(new MlflowRun(store, tracking.ExperimentName, name, clock));
            }

            (string, string)[] values = [.. TrackedValues.OfOptions(options)];
            runs.ForEach(run => run.AddOptions(values));
        });
    }

    /// <summary>Records the figures of an epoch.</summary>
    /// <exception cref="VaeModelException">A file cannot be written.</exception>
    public void AddEpoch(VaeEpoch epoch)
    {
        (string, double)[] figures = [.. TrackedValues.OfEpoch(epoch)];
        Try(() => runs.ForEach(run => run.AddEpoch(epoch.Epoch, figures)));
    }

    /// <summary>Records embeddings and reconstructions of training rows, and the end.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="rows">Training rows as the network receives them, [N, D].</param>
    public void Finish(TrainedVae trained, MemoryRows rows)
    {
        var epoch = trained.History.Count;
        using var scope = NewDisposeScope();
        var embedded = Math.Min(tracking.EmbeddedRows, rows.Count);
        Try(() =>
        {
            if (embedded > 0 && tracking.TensorBoardFolder is not null)
            {
                var means = Evaluation.Embeddings(trained.Network, rows.First(embedded)); // [n, Z]
                float[][] embeddings = [.. TensorValues.Floats(means).Chunk((int)means.shape[1])];
                runs.ForEach(run => run.AddEmbeddings(epoch, embeddings));
            }

            if (FindImage(trained) is { } image)
            {
                AddImages(trained, rows.First(ImageCount), image);
            }

            End(TrackedEnd.Finished);
        });
    }

    /// <summary>Ends the runs. Those of a training that did not finish have failed or were canceled.</summary>
    public void Fail(bool isCanceled)
    {
        if (hasEnded)
        {
            return;
        }

        try
        {
            End(isCanceled ? TrackedEnd.Canceled : TrackedEnd.Failed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The exception that ended the training says more.
        }
    }

    public void Dispose() => runs.ForEach(run => run.Dispose());

    private void End(TrackedEnd end)
    {
        hasEnded = true;
        runs.ForEach(run => run.End(end));
    }

    private static VaeImageShape? FindImage(TrainedVae trained)
    {
        var isOfPixels = trained.Options.LikelihoodOrDefault == VaeLikelihoodOptions.Bernoulli;
        return trained.Table is null && trained.ConditionColumns.Count == 0
            ? VaeImageShape.FindDrawn(trained.ImageShape, trained.InputDim, isOfPixels)
            : null;
    }

    /// <summary>Records originals above their reconstructions.</summary>
    private void AddImages(TrainedVae trained, MemoryRows rows, VaeImageShape image)
    {
        var count = (int)rows.Count;
        float[] means = [];
        Evaluation.ForEachBatch(
            trained.Network,
            rows,
            (x, _) => means = TensorValues.Floats(trained.Network.Likelihood.Mean(trained.Network.forward(x)))
        );
        float[][] images = [.. TensorValues.Floats(rows.Slice(0, count)).Concat(means).Chunk((int)image.Size)];
        var width = count * image.Width;
        var bytes = new byte[2 * image.Height * width * image.Channels];
        foreach (var (i, pixels) in images.Index())
        {
            // Pixels are in the order of channels, rows and columns; a PNG has the channels of a pixel beside each other.
            foreach (var (pixel, value) in pixels.Index())
            {
                var (channel, place) = Math.DivRem(pixel, image.Height * image.Width);
                var (y, x) = Math.DivRem(place, image.Width);
                var row = (i / count * image.Height) + y;
                var column = (i % count * image.Width) + x;
                bytes[(((row * width) + column) * image.Channels) + channel] = Level(value);
            }
        }

        using MemoryStream png = new();
        PngWriter.Write(png, bytes, width, image.Channels);
        runs.ForEach(run =>
            run.AddImage(trained.History.Count, "reconstructions", 2 * image.Height, width, png.ToArray())
        );
    }

    private static byte Level(float pixel) => (byte)MathF.Round(255 * Math.Clamp(pixel, 0, 1));

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VaeModelException($"The training cannot be tracked: {e.Message}", e);
        }
    }
}
