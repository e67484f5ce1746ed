using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Chooses the rows whose labels a person should be asked for, so that the next detector learns most from them.</summary>
    /// <remarks>
    /// They stand for the fifth of the rows with the highest scores: the next one is like many of those that the rows with labels, or chosen before,
    /// are not like, by its latents and reasons; rows with higher scores count more. The highest scores alone teach less, because they are of few
    /// kinds. The rows are scored in one pass, and at most 3,500 of them once more. Pass the answers to
    /// <see cref="WithVaeLabels"/>, and train with <c>KnownAnomalyLabelOptions</c>.
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="data">The rows, with the columns that the model was trained on.</param>
    /// <param name="model">An opened model of a table or of features. It is not disposed.</param>
    /// <param name="count">The largest number of rows to choose, at least 1. Default: 20.</param>
    /// <param name="labeled">
    /// The numbers of rows that were labeled or looked at before, from 0. Numbers that are not in the data are ignored. Default: null, none.
    /// </param>
    /// <param name="inputColumnName">The column of features of a model of features. Default: null, the columns of a table.</param>
    /// <param name="options">Kind of score, missing columns, batch size. Names of columns are not used. With <see
    /// cref="VaeScoreKind.MarginalLikelihood"/>, the reasons are those of <see cref="VaeScoreKind.NegativeElbo"/>. Default: see <see cref="VaeScoreOptions"/>.</param>
    /// <returns>The rows, the first to ask for first.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> or an option is out of its range, the data lacks a column of the model, or the model is one of time series.
    /// </exception>
    /// <example><code>
    /// Dictionary&lt;long, bool&gt; known = [];
    /// foreach (VaeRowToLabel row in mlContext.Data.VaeRowsToLabel(rows, model, count: 10))
    /// {
    ///     known[row.Row] = AskThePersonWhoKnows(row);
    /// }
    ///
    /// IDataView labeled = mlContext.Data.WithVaeLabels(rows, known);
    /// </code></example>
    public static IReadOnlyList<VaeRowToLabel> VaeRowsToLabel(
        this DataOperationsCatalog catalog,
        IDataView data,
        VaeModel model,
        int count = 20,
        IReadOnlyCollection<long>? labeled = null,
        string? inputColumnName = null,
        VaeScoreOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var given = options ?? new();
        var transforms = new MLContext(seed: 0).Transforms;
        if (model.Manifest.Series is not null)
        {
            throw new ArgumentOutOfRangeException(
                nameof(model),
                $"Model '{model.Folder}' is one of time series. Rows to label are chosen for models of tables and features."
            );
        }

        string[] inputs = inputColumnName is null ? [] : [inputColumnName];
        return LabelOrder.Choose(
            data,
            count,
            labeled ?? [],
            columns =>
                transforms.VaeScore(
                    "Score",
                    inputs,
                    model,
                    given with
                    {
                        // Samples give a score, but no contributions and no reasons.
                        Kind =
                            columns.ContributionsColumnName is not null && given.Kind == VaeScoreKind.MarginalLikelihood
                                ? VaeScoreKind.NegativeElbo
                                : given.Kind,
                        ContributionsColumnName = columns.ContributionsColumnName,
                        ReasonsColumnName = columns.ReasonsColumnName,
                        PredictedLabelColumnName = columns.PredictedLabelColumnName,
                        PValueColumnName = null,
                        UnseenColumnName = null,
                    }
                ),
            model.Manifest.Latent.Kind == VaeLatentSpace.None ? null : Encoder,
            hasReasons: model.Manifest.Columns.Count > 0 && model.Manifest.Latent.Kind != VaeLatentSpace.None
        );

        VaeEstimator<VaeTransformer> Encoder(string columnName) =>
            transforms.VaeEncode(
                columnName,
                inputs,
                model,
                new VaeEncodeOptions { BatchSize = given.BatchSize, AllowMissingColumns = given.AllowMissingColumns }
            );
    }

    /// <summary>Adds a column with labels of some rows, for <c>KnownAnomalyLabelOptions</c>.</summary>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="data">The rows. They are read in their order.</param>
    /// <param name="labels">Whether rows are anomalies, by their numbers from 0.</param>
    /// <param name="columnName">The name of the new column, Single: 1 for anomalies, -1 for normal rows, 0 for rows without a label. Default: "Label".</param>
    /// <returns>
    /// The rows with the new column. Cursors throw a <see cref="VaeRowException"/> at their end if a label belongs to a row that the data does
    /// not have.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="columnName"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row number is negative.</exception>
    public static IDataView WithVaeLabels(
        this DataOperationsCatalog catalog,
        IDataView data,
        IReadOnlyDictionary<long, bool> labels,
        string columnName = "Label"
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        if (labels.Keys.DefaultIfEmpty(0).Min() is < 0 and var row)
        {
            throw new ArgumentOutOfRangeException(
                nameof(labels),
                FormattableString.Invariant(
                    $"Row {row} has a label, but rows count from 0. Pass numbers of rows of the data."
                )
            );
        }

        return new LabeledRowsView(data, columnName, labels);
    }
}
