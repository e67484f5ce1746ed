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
    public override Action<Memory<float>, long> NewReader(DataViewRow row) => raw.NewReader(row);
}
