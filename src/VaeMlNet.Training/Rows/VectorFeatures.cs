using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the features of one vector column without changing them.</summary>
internal sealed class VectorFeatures : RowFeatures
{
    private readonly DataViewSchema.Column column;

    /// <summary>Finds the column.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="columnName">The name of the column.</param>
    /// <param name="image">The shape of the images in the column; null if it is unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The column is missing, is not a Vector&lt;Single&gt; of known size, or declares images of another shape.
    /// </exception>
    public VectorFeatures(DataViewSchema schema, string columnName, VaeImageShape? image = null)
    {
        (column, Width) = FeatureColumn.Bind(schema, columnName, image);
    }

    public override IReadOnlyList<DataViewSchema.Column> Columns => [column];

    public override int Width { get; }

    public override Action<Memory<float>, long> NewReader(DataViewRow row)
    {
        NumberColumnReader reader = new(row, column);
        return (features, _) => reader.Read(features.Span);
    }
}
