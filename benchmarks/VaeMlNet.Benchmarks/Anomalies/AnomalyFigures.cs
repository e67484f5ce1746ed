using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>The figures of all detectors on all sets.</summary>
/// <param name="All">The figures of each method on each set. Every set has the same methods in the same order.</param>
/// <param name="Seeds">The seeds.</param>
internal sealed record AnomalyFigures(IReadOnlyList<MethodFigures> All, int[] Seeds)
{
    /// <summary>The name of the detector without options, scored by its negative ELBO.</summary>
    public const string DefaultMethod = "vae";

    /// <summary>Gets the methods.</summary>
    public string[] Methods { get; } = [.. All.Select(figure => figure.Method).Distinct()];

    /// <summary>Gets the sets.</summary>
    public string[] DataSets { get; } = [.. All.Select(figure => figure.DataSet).Distinct()];

    /// <summary>Returns a method's figures on a set.</summary>
    public MethodFigures Find(string dataSet, string method) =>
        All.Single(figure => figure.DataSet == dataSet && figure.Method == method);

    /// <summary>Returns the mean of a method's figures over all sets.</summary>
    public MethodFigures Mean(string method) => MethodFigures.Mean([.. All.Where(figure => figure.Method == method)]);

    /// <summary>Gets a sentence that summarizes the figures of the default detector.</summary>
    public string Summary
    {
        get
        {
            var detector = Mean(DefaultMethod);
            var norm = Mean(SquaredNormDetector.Method);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"MEAN auroc={detector.AreaUnderRoc.Mean:0.0000} aupr={detector.AveragePrecision.Mean:0.0000} sqnorm={norm.AreaUnderRoc.Mean:0.0000}"
            );
        }
    }
}
