using System.Diagnostics;
using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// Exports simple methods of anomaly detection as model folders, which <c>VaeScore</c> runs like those of a VAE.
/// </summary>
/// <remarks>
/// Such a folder has a scorer, thresholds and calibration scores, but neither encoder nor decoder: other steps refuse it. Use a baseline where
/// <c>vaemlnet compare</c> finds that it ranks your rows better. Thread safety: all members may be called from several threads at once.
/// </remarks>
public static class VaeBaseline
{
    /// <summary>Fits a method to the rows of a table, and writes it as a model folder.</summary>
    /// <param name="data">
    /// The rows, which may contain some anomalies. Columns are numbers (Single, or vectors of it) with NaN for missing cells, Booleans and keys.
    /// </param>
    /// <param name="inputColumnNames">The columns that the method reads.</param>
    /// <param name="modelFolder">The folder to write, such as <c>onnx/payments-knn</c>. The model takes its name.</param>
    /// <param name="options">The method and its options. Default: see <see cref="VaeBaselineOptions"/>.</param>
    /// <param name="cancellationToken">Cancels before the folder is written. Default: none.</param>
    /// <returns>The manifest of the folder, with the thresholds and the number of training rows.</returns>
    /// <exception cref="ArgumentException">The path is empty, or the options set two rules for the threshold.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An option is out of its range; or a column is missing, or has a type that tables do not have.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are too few rows, too many columns, or a value is unusable.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    /// <exception cref="VaeModelException">The folder cannot be written, or contains something other than a model.</exception>
    /// <example><code>
    /// VaeBaseline.Export(data, ["Amount", "Country"], "onnx/payments-knn");
    /// var scorer = mlContext.Transforms.VaeScore("Score", ["Amount", "Country"], "onnx/payments-knn");
    /// </code></example>
    public static VaeManifest Export(
        IDataView data,
        IReadOnlyList<string> inputColumnNames,
        string modelFolder,
        VaeBaselineOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        options ??= new();
        Check(options);
        VaeModel.CheckReplaceable(modelFolder);
        var watch = Stopwatch.StartNew();
        var rows = BaselineRows.Read(data, inputColumnNames, options.RowLimit, cancellationToken);
        var rule = ThresholdRule.From(options.Threshold);
        rule.CheckRowCount(rows.Rows.RowCount, "to learn from");
        var fit = BaselineFit.Run(rows.Rows, options, rule, cancellationToken);
        BaselineFolder folder = new(rows, fit, options, watch.Elapsed.TotalSeconds);
        cancellationToken.ThrowIfCancellationRequested();
        return folder.Write(modelFolder);
    }

    private static void Check(VaeBaselineOptions options)
    {
        options.Threshold?.Check(nameof(VaeThresholdOptions));
        if (options.RowLimit is < BaselineRows.Fewest or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.RowLimit,
                $"VaeBaselineOptions.RowLimit is {options.RowLimit}, but must be from {BaselineRows.Fewest} to 1000000."
            );
        }

        if (!Enum.IsDefined(options.Method))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Method,
                $"VaeBaselineOptions.Method is {options.Method}, but must be {string.Join(" or ", Enum.GetNames<VaeBaselineMethod>())}."
            );
        }
    }
}
