using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Data;

/// <summary>The rows of a data file as ML.NET data with one column.</summary>
/// <remarks>
/// Every pass reads the file again, and no rows are kept. A view over objects would need an array and an object per
/// row.
/// </remarks>
/// <param name="file">The file.</param>
/// <param name="progress">Receives the share of the file that has been read, in [0, 1].</param>
/// <param name="columnName">The name of the column.</param>
/// <param name="slotNames">The names of the slots of the column; null for none.</param>
internal sealed class FeatureFileView(
    FeatureFile file,
    IProgress<double>? progress = null,
    string columnName = FeatureFileView.ColumnName,
    IReadOnlyList<string>? slotNames = null
) : OrderedView
{
    /// <summary>The name of the column by default.</summary>
    public const string ColumnName = "Features";

    /// <summary>Gets or sets the file, which has the same width if it is another one. It is set between passes.</summary>
    public FeatureFile File { get; set; } = file;

    /// <summary>Gets the largest number of rows, from the first. Default: all.</summary>
    public long RowLimit { get; init; } = long.MaxValue;

    public override DataViewSchema Schema { get; } = MakeSchema(columnName, file.Width, slotNames);

    public override long? GetRowCount() => File.BlockRowCount;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new Cursor(File.OpenReader(progress), Schema, columns, File, RowLimit);

    private static DataViewSchema MakeSchema(string columnName, int width, IReadOnlyList<string>? slotNames)
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumn(
            columnName,
            new VectorDataViewType(NumberDataViewType.Single, width),
            TextAnnotation.Create(TextAnnotation.SlotNames, slotNames)
        );
        return builder.ToSchema();
    }

    private sealed class Cursor(
        FeatureFileReader reader,
        DataViewSchema schema,
        DataViewSchema.Column[] columns,
        FeatureFile file,
        long rowLimit
    ) : RowCursor(schema, columns)
    {
        private readonly float[] row = new float[file.Width];

        protected override DataViewRowId Id => new((ulong)(file.FirstRow + CurrentRow()), 0);

        protected override bool ReadRow(long index) => index < rowLimit && reader.Read(row) > 0;

        protected override Delegate MakeGetter(DataViewSchema.Column column) => VectorGetter.Of<float>(() => row);

        protected override void Close() => reader.Dispose();
    }
}
