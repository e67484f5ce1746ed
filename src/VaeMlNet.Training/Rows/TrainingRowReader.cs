using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads and checks the features, the weight and the class of ML.NET data, row by row.</summary>
internal sealed class TrainingRowReader : IDisposable
{
    private readonly FeatureValues values;
    private readonly DataViewRowCursor cursor;
    private readonly Action<Memory<float>, long> readFeatures;
    private readonly ValueGetter<float>? weightGetter;
    private readonly Func<object?>? labelGetter;
    private readonly Func<long, float>? readTarget;
    private readonly ClassIndices classes;
    private readonly TrainingColumns columns;
    private readonly RowEncoding? encoding;
    private readonly float[] encoded;

    /// <summary>Opens a cursor.</summary>
    /// <param name="data">The data, read in order.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="values">Receives the features.</param>
    /// <param name="classes">Numbers the classes. Use the same object for every pass over the same data.</param>
    public TrainingRowReader(IDataView data, TrainingColumns columns, FeatureValues values, ClassIndices classes)
    {
        this.values = values;
        this.classes = classes;
        this.columns = columns;
        encoding = columns.Features.Encoding;
        encoded = new float[encoding?.Width ?? 0];
        cursor = data.GetRowCursor(
            columns
                .Features.Columns.Concat(new[] { columns.Weight, columns.Label }.OfType<DataViewSchema.Column>())
                .Concat(columns.Target?.Columns.Select(column => column.Column) ?? [])
        );
        readFeatures = columns.Features.NewReader(cursor);
        weightGetter = columns.Weight is { } weight ? cursor.GetGetter<float>(weight) : null;
        labelGetter = columns.Label is { } label ? ClassIndices.NewGetter(cursor, label) : null;
        readTarget = columns.Target is { } target ? columns.Targets!.NewReader(cursor, target) : null;
    }

    /// <summary>Gets the digest that receives each row; null for none.</summary>
    public RowDigest? Digest { get; init; }

    /// <summary>Gets the weight of the row; 1 without a weight column.</summary>
    public float Weight { get; private set; } = 1;

    /// <summary>Gets the number of the row's class; 0 if classes are not read.</summary>
    public int ClassIndex { get; private set; }

    /// <summary>Gets the label of the row that training uses; NaN for none.</summary>
    public float Target { get; private set; } = float.NaN;

    /// <summary>Gets whether the row is a known anomaly, which is not one of the training rows.</summary>
    public bool IsKnownAnomaly => Target == 1 && columns.Targets!.MarksAnomalies;

    /// <summary>Gets the number of the row among those that are read, from 0.</summary>
    public long RowIndex { get; private set; } = -1;

    /// <summary>Reads the next row.</summary>
    /// <param name="features">Receives the values of the row to store, as many as <see cref="TrainingColumns.Width"/>.</param>
    /// <returns>False after the last row.</returns>
    /// <exception cref="InvalidOperationException">A value, weight or label is unusable.</exception>
    public bool MoveNext(Memory<float> features)
    {
        if (!cursor.MoveNext())
        {
            return false;
        }

        RowIndex++;
        readFeatures(features, cursor.Position);
        Check(features.Span);
        ReadWeight();
        ReadClass();
        Target = readTarget?.Invoke(cursor.Position) ?? float.NaN;
        Digest?.Add(features.Span, Weight, ClassIndex, Target);
        return true;
    }

    public void Dispose() => cursor.Dispose();

    /// <summary>Checks the row as the network will see it.</summary>
    private void Check(ReadOnlySpan<float> features)
    {
        if (encoding is null)
        {
            values.Add(features, cursor.Position);
            return;
        }

        encoding.Encode(features, encoded);
        values.Add(encoded, cursor.Position);
    }

    private void ReadWeight()
    {
        if (weightGetter is null)
        {
            return;
        }

        float weight = 0;
        weightGetter(ref weight);
        CheckWeight(weight, cursor.Position, $"'{columns.Weight!.Value.Name}'");
        Weight = weight;
    }

    private void ReadClass()
    {
        if (labelGetter is not null)
        {
            ClassIndex = classes.FindOrAdd(
                labelGetter() ?? throw ClassIndices.Missing(columns.Label!.Value.Name, cursor.Position)
            );
        }
    }

    /// <exception cref="InvalidOperationException">The weight is not finite or below 0.</exception>
    public static void CheckWeight(float weight, long rowIndex, string source)
    {
        if (!float.IsFinite(weight) || weight < 0)
        {
            throw new VaeRowException(
                $"The weight of row {rowIndex} in {source} is {weight}, but must be finite and at least 0. Rows count from 0.",
                rowIndex
            );
        }
    }
}
