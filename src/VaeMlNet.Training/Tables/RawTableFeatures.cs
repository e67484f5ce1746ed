using Microsoft.ML;

namespace VaeMlNet;

/// <summary>A table's raw slots, as they are: [S].</summary>
/// <param name="raw">The columns.</param>
internal sealed class RawTableFeatures(RawTable raw) : RowFeatures
{
    /// <inheritdoc />
    public override IReadOnlyList<DataViewSchema.Column> Columns { get; } =
    [.. raw.Columns.Select(column => column.Column)];

    /// <inheritdoc />
    public override int Width => raw.Width;

    /// <inheritdoc />
    public override Action<float[], long> NewReader(DataViewRow row)
    {
        var read = raw.NewReader(row);
        return (slots, rowIndex) => read(slots, rowIndex);
    }
}
