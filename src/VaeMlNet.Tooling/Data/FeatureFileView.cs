using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

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
    string columnName = FeatureDataView.ColumnName,
    IReadOnlyList<string>? slotNames = null
) : IDataView
{
    /// <summary>Gets or sets the file, which has the same width if it is another one. It is set between passes.</summary>
    public FeatureFile File { get; set; } = file;

    /// <inheritdoc />
    public DataViewSchema Schema { get; } = MakeSchema(columnName, file.Width, slotNames);

    /// <inheritdoc />
    public bool CanShuffle => false;

    /// <inheritdoc />
    public long? GetRowCount() => File.BlockRowCount;

    /// <inheritdoc />
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new FeatureFileCursor(File.OpenReader(progress), Schema, columnsNeeded.Any(), File);

    /// <summary>Returns one cursor, because a file is read from its start to its end.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

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
}
