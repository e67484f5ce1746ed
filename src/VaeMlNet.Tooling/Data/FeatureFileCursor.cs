using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Reads a data file row by row.</summary>
/// <param name="reader">The rows; the cursor closes it.</param>
/// <param name="schema">The view's schema: one column.</param>
/// <param name="isActive">Whether somebody asked for the column.</param>
/// <param name="width">D.</param>
internal sealed class FeatureFileCursor(FeatureReader reader, DataViewSchema schema, bool isActive, int width)
    : FileCursor(schema)
{
    private readonly float[] row = new float[width];

    /// <inheritdoc />
    public override bool IsColumnActive(DataViewSchema.Column column) => isActive;

    /// <inheritdoc />
    protected override bool ReadRow(long index) => reader.Read(row) > 0;

    /// <inheritdoc />
    protected override Delegate GetterOf(int column) =>
        (ValueGetter<VBuffer<float>>)(
            (ref VBuffer<float> value) =>
            {
                var editor = VBufferEditor.Create(ref value, row.Length);
                row.CopyTo(editor.Values);
                value = editor.Commit();
            }
        );

    /// <inheritdoc />
    protected override void Close() => reader.Dispose();
}
