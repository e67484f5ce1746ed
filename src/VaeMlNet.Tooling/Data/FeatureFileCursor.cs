using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Reads a data file row by row.</summary>
/// <param name="reader">The reader of the rows. The cursor disposes it.</param>
/// <param name="schema">The schema of the view, with one column.</param>
/// <param name="isActive">True if the column is requested.</param>
/// <param name="file">The file.</param>
internal sealed class FeatureFileCursor(
    FeatureFileReader reader,
    DataViewSchema schema,
    bool isActive,
    FeatureFile file
) : FileCursor(schema)
{
    private readonly float[] row = new float[file.Width];

    /// <inheritdoc />
    protected override long FirstRow => file.FirstRow;

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
