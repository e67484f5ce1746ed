using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the features of one vector column without changing them.</summary>
internal sealed class VectorFeatures : RowFeatures
{
    private readonly DataViewSchema.Column column;

    /// <summary>Finds the column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The column is missing, or is not a Vector&lt;Single&gt; of known size.
    /// </exception>
    public VectorFeatures(DataViewSchema schema, string columnName)
    {
        (column, Width) = FeatureColumn.Bind(schema, columnName);
    }

    public override IReadOnlyList<DataViewSchema.Column> Columns => [column];

    public override int Width { get; }

    public override Action<Memory<float>, long> NewReader(DataViewRow row)
    {
        NumberColumnReader reader = new(row, column);
        return (features, _) => reader.Read(features.Span);
    }
}
