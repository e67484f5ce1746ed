using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the raw slots of a table without encoding them: [S].</summary>
internal sealed class RawTableFeatures(RawTable raw) : RowFeatures
{
    public override IReadOnlyList<DataViewSchema.Column> Columns { get; } =
    [.. raw.Columns.Select(column => column.Column)];

    public override int Width => raw.Width;

    public override Action<Memory<float>, long> NewReader(DataViewRow row) => raw.NewReader(row);
}
