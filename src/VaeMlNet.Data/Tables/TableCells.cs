namespace VaeMlNet.Data;

/// <summary>The value of one column in the current row, read from one or more cells of a CSV file.</summary>
internal abstract class TableCells(CsvColumn column, CsvFile file)
{
    /// <summary>Gets the indexes of the column's cells in the file.</summary>
    protected int[] Indices { get; } = [.. column.CellNames.Select(name => IndexOf(name, file))];

    protected CsvColumn Column => column;

    protected CsvFile File => file;

    /// <summary>Gets the formats of the cells.</summary>
    protected CellFormats Formats { get; } = new(column, file);

    /// <summary>Gets the number of cells so far whose text has no key.</summary>
    public long UnknownCount { get; set; }

    /// <summary>Gets a <c>ValueGetter</c> of the type of the column.</summary>
    public abstract Delegate Getter { get; }

    /// <summary>Creates the cells of a column.</summary>
    /// <exception cref="CommandException">The file does not have a CSV column.</exception>
    public static TableCells For(CsvColumn column, CsvFile file) =>
        column.IsCondition ? new ConditionCells(column, file, OfKind(column, file)) : OfKind(column, file);

    private static TableCells OfKind(CsvColumn column, CsvFile file) =>
        column.Kind switch
        {
            CsvColumnKind.Boolean => new BooleanCell(column, file),
            CsvColumnKind.Category => new CategoryCell(column, file),
            CsvColumnKind.Truth => new TruthCell(column, file),
            CsvColumnKind.Time => new TimeCell(column, file),
            CsvColumnKind.Text => new TextCell(column, file),
            CsvColumnKind.Label => new LabelCell(column, file),
            CsvColumnKind.Mark => new MarkCell(column, file),
            _ when column.HasFeatures => new FeatureCells(column, file),
            _ when column.Dates is { } dates => new DateCell(column, dates, file),
            _ => new NumberCells(column, file),
        };

    /// <summary>Reads the value from the current record.</summary>
    /// <exception cref="CommandException">A cell does not fit the type of the column.</exception>
    public abstract void Read(CsvRecord record);

    /// <summary>Returns the fault of the current record in this column; null if it can be read.</summary>
    public CellFault? FindFault(CsvRecord record)
    {
        try
        {
            Read(record);
            return null;
        }
        catch (CommandException e) when (e.Fault is { } fault)
        {
            return fault;
        }
    }

    private static int IndexOf(string name, CsvFile file)
    {
        var index = file.IndexOf(name);
        file.CheckReadable(index);
        return index;
    }

    /// <summary>Creates the error for a cell.</summary>
    protected CommandException Wrong(CsvRecord record, int index, string fault, string advice) =>
        new($"{file.Place(record)}, column '{file.Header[index]}': {fault}. {advice}")
        {
            Fault = new(file.Header[index], record.Text(index), fault),
        };
}
