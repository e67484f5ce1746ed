using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

public sealed partial class TrainedVae
{
    private const int RowsOfPart = 10_000;

    /// <summary>Gets the columns on which the model depends as the manifest of its model folder describes them; empty without conditions.</summary>
    public IReadOnlyList<VaeColumn> ConditionColumns => ModelManifest.DescribeConditions(this);

    /// <summary>Gets the names of the columns that the model explains. Only table models have several.</summary>
    public IReadOnlyList<string> InputColumnNames => InputColumns.Names;

    /// <summary>
    /// Gets the raw columns of a table model as the manifest of its model folder describes them; null for a model of features.
    /// </summary>
    public IReadOnlyList<VaeColumn>? TableColumns => Table is null ? null : ModelManifest.DescribeColumns(this, Table);

    /// <summary>Gets the columns of a table model; null for a model of features.</summary>
    internal Table? Table => network.Table;

    /// <summary>
    /// Reads the model's columns as rows for the other members. For a table, these are the raw slots in the columns' order: NaN
    /// for missing cells, keys as their numbers, Booleans as 0 and 1. The slots of conditions follow in the same form.
    /// </summary>
    /// <param name="data">Data with the columns <see cref="InputColumnNames"/> and <see cref="ConditionColumns"/>.</param>
    /// <param name="rowLimit">The largest number of rows to read, at least 1. The first rows are used. Default: all.</param>
    /// <returns>float32 [N, D], with conditions [N, D + slots]. The caller must dispose it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or differs from the training data.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Tensor ReadRows(IDataView data, long rowLimit = long.MaxValue) =>
        Read(
            data,
            rowLimit,
            isStored: false,
            (features, values) => FeatureColumn.ReadTensor(data, features, values, rowLimit)
        );

    /// <summary>Reads the model's columns as rows that are encoded batch by batch. Several copies of them are never in memory.</summary>
    private MemoryRows ReadStored(IDataView data, long rowLimit) =>
        Read(
            data,
            rowLimit,
            isStored: true,
            (features, values) => FeatureColumn.Read(data, features, values, CancellationToken.None, rowLimit)
        );

    /// <summary>Scores all rows, of which a part is in memory.</summary>
    internal ScoresByKind Score(IDataView data, CancellationToken cancellationToken) =>
        Read(
            data,
            long.MaxValue,
            isStored: true,
            (features, values) =>
            {
                RowScores scores = new();
                using TrainingRowReader reader = new(data, new(data.Schema, features, new(), null), values, new());
                using CollectedRows part = new(features.Width);
                while (reader.MoveNext(part.Free))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    part.Take();
                    if (part.Count == RowsOfPart)
                    {
                        AddScores();
                    }
                }

                AddScores();
                return scores.Scores;

                void AddScores()
                {
                    scores.Add(network, features.ForNetwork(part));
                    part.Dispose();
                }
            }
        );

    /// <summary>Reads rows that are spread over all rows of the data, as <see cref="ReadRows"/> does: [n][D].</summary>
    private IReadOnlyList<float[]> SampleRows(IDataView data, int mostRows)
    {
        var features = InputColumns.Bind(data.Schema, isStored: false);
        using var cursor = data.GetRowCursor(features.Columns);
        var read = features.NewReader(cursor);
        RawSample sample = new(features.Width, mostRows);
        var row = new float[features.Width];
        for (long number = 0; cursor.MoveNext(); number++)
        {
            read(row, number);
            sample.Add(row);
        }

        return sample.Rows;
    }

    private TRows Read<TRows>(
        IDataView data,
        long rowLimit,
        bool isStored,
        Func<RowFeatures, FeatureValues, TRows> read
    )
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowLimit, 1);
        var columns = InputColumns;
        var features = ConditionSource
            .Of(network.ConditionLayer?.Conditions)
            .AppendTo(columns.Bind(data.Schema, isStored), data.Schema);
        return read(features, columns.NewValues(network.ConditionWidth));
    }

    private ModelColumns InputColumns =>
        Table is null
            ? ModelColumns.Of(FeatureColumnName, Options.LikelihoodOrDefault, ImageShape)
            : ModelColumns.Of(Table);
}
