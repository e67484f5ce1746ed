using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>The figures of all detectors on all sets.</summary>
/// <param name="All">The figures of each method on each set. Every set has the same methods in the same order.</param>
/// <param name="Seeds">The seeds.</param>
internal sealed record AnomalyFigures(IReadOnlyList<MethodFigures> All, int[] Seeds)
{
    private const string SquaredNorm = "sqnorm";

    /// <summary>Gets the methods.</summary>
    public string[] Methods { get; } = [.. All.Select(figure => figure.Method).Distinct()];

    /// <summary>Gets the sets.</summary>
    public string[] DataSets { get; } = [.. All.Select(figure => figure.DataSet).Distinct()];

    /// <summary>Returns a method's figures on a set.</summary>
    public MethodFigures Find(string dataSet, string method) =>
        All.Single(figure => figure.DataSet == dataSet && figure.Method == method);

    /// <summary>Returns the mean of a method's figures over all sets.</summary>
    public MethodFigures Mean(string method) => MethodFigures.Mean([.. All.Where(figure => figure.Method == method)]);

    /// <summary>Gets the method that the reference and the summary are about: the default detector, or the first method without it.</summary>
    public string MainMethod =>
        Methods.Contains(VaeDetector.NormalRowsName) ? VaeDetector.NormalRowsName
        : Methods.Contains(VaeDetector.DefaultName) ? VaeDetector.DefaultName
        : Methods[0];

    /// <summary>Gets a line that summarizes the figures of the main method.</summary>
    public string Summary
    {
        get
        {
            var main = Mean(MainMethod);
            var name = MainMethod == VaeDetector.DefaultName ? "" : $" of {MainMethod}";
            var norm = Methods.Contains(SquaredNorm)
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $" {SquaredNorm}={Mean(SquaredNorm).AreaUnderRoc.Mean:0.0000}"
                )
                : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"MEAN{name} auroc={main.AreaUnderRoc.Mean:0.0000} aupr={main.AveragePrecision.Mean:0.0000}{norm}"
            );
        }
    }
}
