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

    private VaeImageShape? FindImage(TrainedVae trained)
    {
        if (trained.Table is not null || trained.ConditionColumns.Count > 0)
        {
            return null;
        }

        if (tracking.Image is { } given)
        {
            return given is { Channels: 1, Height: > 0 } && given.Size == trained.InputDim
                ? given
                : throw new InvalidOperationException(
                    $"VaeTrackingOptions.Image has {given.Channels} x {given.Height} x {given.Width} numbers, but the rows have {trained.InputDim} features. Pass the shape of a gray image, of 1 channel, with as many pixels."
                );
        }

        var edge = (int)Math.Sqrt(trained.InputDim);
        var isOfPixels = trained.Options.LikelihoodOrDefault == VaeLikelihoodOptions.Bernoulli;
        return isOfPixels && edge > 1 && edge * edge == trained.InputDim ? new(1, edge, edge) : null;
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
        var pixels = new float[2 * image.Height * width];
        for (var i = 0; i < images.Length; i++)
        {
            for (var y = 0; y < image.Height; y++)
            {
                var row = ((i / count * image.Height) + y) * width;
                images[i].AsSpan(y * image.Width, image.Width).CopyTo(pixels.AsSpan(row + (i % count * image.Width)));
            }
        }

        using MemoryStream png = new();
        PngWriter.Write(png, [.. pixels.Select(Gray)], width, channels: 1);
        runs.ForEach(run =>
            run.AddImage(trained.History.Count, "reconstructions", 2 * image.Height, width, png.ToArray())
        );
    }

    private static byte Gray(float pixel) => (byte)MathF.Round(255 * Math.Clamp(pixel, 0, 1));

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
