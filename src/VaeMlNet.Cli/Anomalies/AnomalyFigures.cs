using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>All figures of a run.</summary>
/// <param name="All">Of each method on each set; every set has the same methods in the same order.</param>
/// <param name="Seeds">The seeds.</param>
internal sealed record AnomalyFigures(IReadOnlyList<MethodFigures> All, int[] Seeds)
{
    /// <summary>The detector as it is without options, by its negative ELBO.</summary>
    public const string DefaultMethod = "vae";

    /// <summary>The table that scripts read.</summary>
    public const string FileName = "anomaly.csv";

    /// <summary>The methods.</summary>
    public string[] Methods { get; } = [.. All.Select(figure => figure.Method).Distinct()];

    /// <summary>The sets.</summary>
    public string[] DataSets { get; } = [.. All.Select(figure => figure.DataSet).Distinct()];

    /// <summary>A method's figures on a set.</summary>
    public MethodFigures Of(string dataSet, string method) =>
        All.Single(figure => figure.DataSet == dataSet && figure.Method == method);

    /// <summary>A method's figures over all sets.</summary>
    public MethodFigures MeanOf(string method) => MethodFigures.Mean([.. All.Where(figure => figure.Method == method)]);

    /// <summary>The line that sums it up.</summary>
    public string Summary
    {
        get
        {
            var detector = MeanOf(DefaultMethod);
            var norm = MeanOf(SquaredNormDetector.Method);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"MEAN auroc={detector.AreaUnderRoc.Mean:0.0000} aupr={detector.AveragePrecision.Mean:0.0000} sqnorm={norm.AreaUnderRoc.Mean:0.0000}"
            );
        }
    }
}
