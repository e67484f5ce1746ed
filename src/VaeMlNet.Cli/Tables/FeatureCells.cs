using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Tables;

/// <summary>The features of a model that is not of a table: a vector of numbers, none of which may be missing.</summary>
internal sealed class FeatureCells : TableCells
{
    private readonly CsvFile file;
    private readonly float[] values;

    /// <summary>Finds the features in a file.</summary>
    /// <param name="column">The vector.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="CommandException">The file lacks one of them.</exception>
    public FeatureCells(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        this.file = file;
        values = new float[Indices.Length];
        Getter =
            (ValueGetter<VBuffer<float>>)(
                (ref VBuffer<float> value) =>
                {
                    VBufferEditor<float> editor = VBufferEditor.Create(ref value, values.Length);
                    values.CopyTo(editor.Values);
                    value = editor.Commit();
                }
            );
    }

    /// <inheritdoc />
    public override Delegate Getter { get; }

    /// <inheritdoc />
    public override void Read(CsvReader reader) => CsvFeatureReader.ParseRow(file, reader, Indices, values);
}
