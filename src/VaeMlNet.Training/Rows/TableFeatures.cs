using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the rows of a table in the stored form of its encoder.</summary>
internal sealed class TableFeatures(RawTable raw, Table table) : RowFeatures
{
    private readonly TableEncoder encoder = new(table);

    public override IReadOnlyList<DataViewSchema.Column> Columns { get; } =
    [.. raw.Columns.Select(column => column.Column)];

    public override int Width => encoder.StoredWidth;

    public override TableEncoder Encoder => encoder;

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
