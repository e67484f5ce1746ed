using System.Globalization;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>A section of the figures: some models and a comparison with published or measured figures.</summary>
internal abstract class FiguresSection
{
    /// <summary>Gets the name for <c>--only</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the heading.</summary>
    public abstract string Title { get; }

    /// <summary>Gets the pictures that <see cref="Run"/> draws.</summary>
    public virtual IReadOnlyList<FigurePicture> Pictures => [];

    /// <summary>Gets the number of epochs of the figures that the section compares with.</summary>
    protected abstract int DefaultEpochCount { get; }

    /// <summary>Trains the models, measures them and draws the pictures.</summary>
    public abstract IReadOnlyList<FigureTable> Run(SectionRun run);

    /// <summary>Returns the number of epochs to train.</summary>
    protected int EpochCount(SectionRun run) => run.Settings.EpochCount ?? DefaultEpochCount;

    /// <summary>Formats a figure with two decimals.</summary>
    protected static string Two(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Formats a share as percent with two decimals.</summary>
    protected static string Percent(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Returns the mean squared error per pixel of the reconstructions of the test images, for a Bernoulli likelihood.</summary>
    protected static double SquaredError(SectionRun run, TrainedVae model)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var reconstructions = model.Network.forward(run.Digits.Test).sigmoid();
        return (reconstructions - run.Digits.Test).square().mean().item<float>();
    }

    /// <summary>Formats -ELBO after some epochs, with a dash for epochs that were not trained.</summary>
    protected static IEnumerable<string> TestLosses(TrainedVae model, params int[] epochs) =>
        epochs.Select(epoch =>
            epoch <= model.History.Count
                ? Two(model.History[epoch - 1].Validation!.Reconstruction + model.History[epoch - 1].Validation!.Kl)
                : "-"
        );
}
