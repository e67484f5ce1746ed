using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Adds to each row of a time series a window: the row and the rows before it, as one vector.</summary>
    /// <remarks>
    /// There are as many rows as before, in the same order. The places before the first row of a series are missing (NaN), so that a window
    /// ends at every row.
    /// Estimator characteristics:
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>Only with a timestamp column, whose median step it reads</description></item>
    /// <item><term>Input column types</term><description>Single, or Vector of Single of known size</description></item>
    /// <item><term>Output column type</term><description>Vector of Single of W · C slots, the oldest row first, with slot names <c>channel@-k</c></description></item>
    /// <item><term>Order</term><description>The rows keep their order and number; the view cannot be shuffled</description></item>
    /// <item><term>Saved as</term><description>Not at all: the result depends on the rows before, which no stock transformer of ML.NET keeps</description></item>
    /// </list>
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">
    /// Name of the new column: Vector&lt;Single, W · C&gt;, the oldest row first, with the slot names <c>channel@-k</c> for k rows before
    /// the last.
    /// </param>
    /// <param name="inputColumnNames">
    /// The channels: Single, or Vector&lt;Single&gt; of known size with a channel in each slot, which is named <c>column.slot</c>.
    /// </param>
    /// <param name="length">The number W of rows in a window. Range: 2 to 10,000.</param>
    /// <param name="options">Series, timestamps, selected windows. Default: see <see cref="VaeWindowOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">No channel is named, a name is empty, or both new columns have the same name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length or an option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.ProduceWindows("Window", ["Cpu", "Memory"], length: 32, new() { SeriesColumnName = "Machine" });
    /// </code></example>
    public static VaeEstimator<ITransformer> ProduceWindows(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        int length,
        VaeWindowOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        options.Check();
        string[] selected = options.SelectedColumnName is { } name ? [name] : [];
        OutputColumn.CheckNames(WindowStep.Name, [outputColumnName, .. selected]);
        var columns = SeriesColumns.Checked(
            WindowStep.Name,
            inputColumnNames,
            options.SeriesColumnName,
            options.TimestampColumnName
        );
        var step = new WindowStep
        {
            Columns = columns,
            OutputColumnName = outputColumnName,
            Length = SeriesErrors.CheckedLength(length),
            Stride = options.Stride,
            SelectedColumnName = options.SelectedColumnName,
        };
        return new(step.OutputShape, data => new WindowTransformer(step.Fit(data, options.LongestGap)));
    }

    /// <summary>Scores the rows of time series with a model of windows: higher means more anomalous.</summary>
    /// <remarks>
    /// The rows keep their order and number. If a score is read, the view reads its source twice at the same time, because a covering score is
    /// known W - 1 rows later. The last W - 1 covering scores of a series are known when the data ends, and results keep the order of rows:
    /// where a series ends early, such as in a file of one series after another, the results of all rows after its end are in memory. To limit
    /// memory, pass rows in the order of time, or choose causal scores.
    /// Estimator characteristics:
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>No</description></item>
    /// <item><term>Input column types</term><description>Single, or Vector of Single of known size (NaN: missing)</description></item>
    /// <item><term>Output column types</term><description>Single (the score, nats); Boolean (<c>PredictedLabel</c>); Vector of Single (contributions, where they are asked for)</description></item>
    /// <item><term>Order</term><description>The rows keep their order and number; the view cannot be shuffled</description></item>
    /// <item><term>Saved as</term><description>A model folder (<see cref="VaeTransformer.SaveModelFolder"/>), not in a pipeline</description></item>
    /// </list>
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Single, in nats.</param>
    /// <param name="inputColumnNames">
    /// The channels of the training, in their order: Single, or Vector&lt;Single&gt; of known size. An empty array means the columns of the training.
    /// </param>
    /// <param name="model">The path of a model folder, such as <c>onnx/servers</c>, or an opened model, trained on windows.</param>
    /// <param name="options">Causal or covering scores, series, timestamps, contributions. Default: see <see cref="VaeSeriesScoreOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">
    /// The folder is missing, damaged, inconsistent, of a newer format version, or was not trained on windows.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="ArgumentException">A name is empty, two columns have the same name, or the options do not fit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeScoreSeries("Score", ["Cpu", "Memory"], "onnx/servers", new() { SeriesColumnName = "Machine" });
    /// </code></example>
    public static VaeEstimator<VaeSeriesScoreTransformer> VaeScoreSeries(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        VaeModelSource model,
        VaeSeriesScoreOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        options ??= new();
        var opened = Open(catalog, model, options);
        var step = new SeriesScoreStep(opened, outputColumnName, inputColumnNames, options);
        var environment = MlNetInternals.GetEnvironment(catalog);
        return new(
            shape => For(channels => SeriesColumns.Of(channels, shape)).OutputShape(shape),
            data => For(channels => SeriesColumns.Of(channels, data.Schema)).Fit(opened, data, environment)
        );

        // Only data shows which channels are slots of a vector.
        SeriesScoreStep For(Func<IReadOnlyList<string>, string[]> columnsOf) =>
            inputColumnNames is [] ? new(opened, outputColumnName, columnsOf(step.Series.Channels), options) : step;
    }
}
