using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the rows of a table in the stored form of its encoder: [S].</summary>
/// <param name="raw">The columns.</param>
/// <param name="table">The encoding of the columns.</param>
internal sealed class TableFeatures(RawTable raw, Table table) : RowFeatures
{
    private readonly TableEncoder encoder = new(table);

    /// <inheritdoc />
    public override IReadOnlyList<DataViewSchema.Column> Columns { get; } =
    [.. raw.Columns.Select(column => column.Column)];

    /// <inheritdoc />
    public override int Width => raw.Width;

    /// <inheritdoc />
    public override TableEncoder Encoder => encoder;

    /// <inheritdoc />
    public override Action<Memory<float>, long> NewReader(DataViewRow row)
    {
        var read = raw.NewReader(row);
        var slots = new float[raw.Width];
        return (features, rowIndex) =>
        {
            read(slots, rowIndex);
            encoder.Store(slots, features.Span);
        };
    }
}
