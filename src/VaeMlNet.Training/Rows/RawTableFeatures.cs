using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the raw slots of a table without encoding them: [S].</summary>
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
