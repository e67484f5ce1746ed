using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>A section of the figures: some models, trained and held against published or measured figures.</summary>
internal abstract class FiguresSection
{
    /// <summary>The name for <c>--only</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The heading.</summary>
    public abstract string Title { get; }

    /// <summary>What <see cref="Run"/> draws.</summary>
    public virtual IReadOnlyList<FigurePicture> Pictures => [];

    /// <summary>How many epochs the figures beside were taken with.</summary>
    protected abstract int DefaultEpochCount { get; }

    /// <summary>Trains, measures and draws.</summary>
    public abstract IReadOnlyList<FigureTable> Run(SectionRun run);

    /// <summary>The number of epochs to train.</summary>
    protected int EpochCount(SectionRun run) => run.Settings.EpochCount ?? DefaultEpochCount;

    /// <summary>A figure with two decimals.</summary>
    protected static string Two(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>A share of errors in per cent with two decimals.</summary>
    protected static string Percent(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>-ELBO after some epochs; a dash for epochs that were not trained.</summary>
    protected static IEnumerable<string> TestLosses(TrainedVae model, params int[] epochs) =>
        epochs.Select(epoch =>
            epoch <= model.History.Count
                ? Two(model.History[epoch - 1].Validation!.Reconstruction + model.History[epoch - 1].Validation!.Kl)
                : "-"
        );
}
