using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Data;

/// <summary>
/// Writes the rows of a CSV file again with missing cells filled. Other cells keep their text, also in columns that the model does
/// not read. Columns that the file does not have are added at the end.
/// </summary>
internal sealed class ImputedRowWriter
{
    /// <summary>The first column of several draws: the number of the draw, from 1.</summary>
    public const string DrawColumn = "draw";

    /// <summary>The text after the name of a filled column in the name of the view's column with its uncertainties.</summary>
    public const string UncertaintySuffix = ".uncertainty";

    private const string UncertaintyPrefix = "uncertainty.";

    private readonly CsvFile file;
    private readonly int[] kept;
    private readonly CellFormats?[] formats;
    private readonly CsvColumn[] columns;
    private readonly CsvColumn[] added;

    /// <param name="file">The file.</param>
    /// <param name="columns">The columns of the model.</param>
    /// <param name="keptNames">The other columns of the file that are written; null for all.</param>
    public ImputedRowWriter(CsvFile file, IReadOnlyList<CsvColumn> columns, string[]? keptNames = null)
    {
        this.file = file;
        this.columns = [.. columns.Where(column => column.CellNames.All(file.Has))];
        added = [.. columns.Except(this.columns)];
        var byCell = this
            .columns.SelectMany(column => column.CellNames, (column, name) => (column, name))
            .ToDictionary(cell => cell.name, cell => cell.column);
        formats =
        [
            .. file.Header.Select(name =>
                byCell.TryGetValue(name, out var column) ? new CellFormats(column, file) : null
            ),
        ];
        var others = KeptColumns.Find(file, keptNames ?? [KeptColumns.All]).ToHashSet();
        kept = [.. Enumerable.Range(0, file.OwnColumnCount).Where(i => formats[i] is not null || others.Contains(i))];
    }

    /// <summary>Gets a value indicating whether each row is written once per draw, with the number of the draw. Default: false.</summary>
    public bool HasDraws { get; init; }

    /// <summary>
    /// Gets a value indicating whether the uncertainties of filled cells are written. Default: false. The view has columns with <see
    /// cref="UncertaintySuffix"/> then.
    /// </summary>
    public bool HasUncertainties { get; init; }

    /// <summary>
    /// Gets the function that returns an action for each slot of a column, which writes the filled cell of the current row, or its uncertainty.
    /// Default: the view has a column with the name of the column, and one with <see cref="UncertaintySuffix"/>.
    /// </summary>
    public Func<DataViewRow, CsvColumn, bool, Action<CsvWriter>[]> BindColumn { get; init; } = BindByName;

    /// <summary>Gets the number of filled cells of the rows, each counted once for all draws.</summary>
    public long FilledCount { get; private set; }

    /// <summary>Gets the number of filled cells with a text that is no number, and no mark of missing cells, by column.</summary>
    public Dictionary<string, long> ReplacedTexts { get; } = [];

    public WrittenColumn[] Header()
    {
        WrittenColumn[] own = [.. kept.Select(Kept), .. TableRowWriter.Header(added)];
        WrittenColumn[] results =
        [
            .. HasDraws ? (WrittenColumn[])[new(DrawColumn, WrittenType.Whole)] : [],
            .. WrittenColumn.Numbers(
                Uncertain.SelectMany(column => column.CellNames).Select(name => UncertaintyPrefix + name)
            ),
        ];
        KeptColumns.CheckNames(file, own, results);
        return HasDraws ? [results[0], .. own, .. results[1..]] : [.. own, .. results];
    }

    // A cell of the file is written as it is, so that a whole number of the training data may have decimals here.
    private WrittenColumn Kept(int index)
    {
        var own = file.ColumnOf(index);
        return formats[index]?.Column is not { } column ? own
            : FitsFilledNumbers(own, column.Schema) ? own with { Schema = column.Schema }
            : own.Schema is not null ? own with { Schema = column.Dates is null ? own.Schema : column.Schema }
            : column.CellNames.Count > 1 ? new(file.Header[index], WrittenType.Double)
            : TableRowWriter.Columns(column).First() is { Type: WrittenType.Whole } whole
                ? whole with
                {
                    Type = WrittenType.Double,
                }
            : TableRowWriter.Columns(column).First();
    }

    private static bool FitsFilledNumbers(WrittenColumn own, VaeColumnSchema filled) =>
        own.Type switch
        {
            WrittenType.Single => filled.IsNumeric,
            WrittenType.Whole or WrittenType.Unsigned => filled.Decimals == 0,
            WrittenType.Decimal => filled.Decimals <= own.Digits.Scale,
            _ => false,
        };

    /// <summary>Writes all rows.</summary>
    /// <param name="imputed">The rows of the file, in its order, with missing cells filled: once, or once per draw.</param>
    /// <param name="csv">The writer of the output.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <returns>The number of rows of the file.</returns>
    public long Write(IReadOnlyList<DataViewRowCursor> imputed, CsvWriter csv, CancellationToken cancellationToken)
    {
        FilledRow[] draws = [.. imputed.Select(Bind)];
        long rows = 0;
        foreach (var record in file.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (number, draw) in draws.Index())
            {
                if (!draw.Cursor.MoveNext())
                {
                    throw new CommandException($"'{file.Path}' was changed while it was read. Run the verb again.");
                }

                if (HasDraws)
                {
                    csv.WriteField(number + 1);
                }

                var filled = WriteRow(record, csv, draw);
                FilledCount += number == 0 ? filled : 0;
                csv.EndRecord();
            }

            CountReplaced(record);
            rows++;
        }

        return rows;
    }

    private void CountReplaced(CsvRecord record)
    {
        foreach (var i in kept)
        {
            if (
                formats[i]?.Of(record, i) is { Schema: { IsNumeric: true, TreatsTextsAsMissing: true } schema } column
                && column.IsMissing(record, i)
                && !(schema with { TreatsTextsAsMissing = false }).IsMissing(record.Text(i))
            )
            {
                ReplacedTexts[file.Header[i]] = ReplacedTexts.GetValueOrDefault(file.Header[i]) + 1;
            }
        }
    }

    // Parts of dates have uncertainties of their own, which say little about the date.
    private IEnumerable<CsvColumn> Uncertain =>
        HasUncertainties
            ? columns.Concat(added).Where(column => column.Kind != CsvColumnKind.Boolean && column.Dates is null)
            : [];

    private FilledRow Bind(DataViewRowCursor cursor)
    {
        CsvColumn[] all = [.. columns, .. added];
        var dates = Array.Exists(all, column => column.Since is not null) ? new FilledDates(cursor, file, all) : null;
        Action<CsvWriter>[] BindFilled(CsvColumn column) =>
            dates is not null && column.Dates is not null ? [dates.Bind(column)] : BindColumn(cursor, column, false);
        return new(
            cursor,
            columns
                .SelectMany(column => column.CellNames.Zip(BindFilled(column)))
                .ToDictionary(cell => cell.First, cell => cell.Second),
            [.. added.SelectMany(BindFilled)],
            [.. Uncertain.SelectMany(column => BindUncertainties(cursor, column))],
            dates
        );
    }

    private IEnumerable<(int Index, Action<CsvWriter> Write)> BindUncertainties(DataViewRow row, CsvColumn column) =>
        column
            .CellNames.Zip(BindColumn(row, column, true))
            .Select(cell => (file.Has(cell.First) ? file.IndexOf(cell.First) : -1, cell.Second));

    private static Action<CsvWriter>[] BindByName(DataViewRow row, CsvColumn column, bool isUncertainty) =>
        TableRowWriter.Bind(
            row,
            isUncertainty
                ? new CsvColumn(column.Name + UncertaintySuffix, CsvColumnKind.Number, column.CellNames, [])
                {
                    IsVector = column.IsVector,
                }
                : column
        );

    /// <summary>Writes a row, and returns the number of its filled cells.</summary>
    private int WriteRow(CsvRecord record, CsvWriter csv, FilledRow draw)
    {
        var filled = draw.Added.Length;
        draw.Dates?.Record = record;
        foreach (var i in kept)
        {
            if (formats[i]?.Of(record, i).IsMissing(record, i) == true)
            {
                draw.Cells[file.Header[i]](csv);
                filled++;
            }
            else if (formats[i]?.Translate(record, i) is { } text)
            {
                // In the format of the filled cells.
                csv.WriteField(text, CsvQuoting.WhenNeededOrWhitespace);
            }
            else
            {
                file.CopyCell(record, i, csv);
            }
        }

        Array.ForEach(draw.Added, fill => fill(csv));
        foreach (var (index, write) in draw.Uncertainties)
        {
            if (index < 0 || formats[index]!.Of(record, index).IsMissing(record, index))
            {
                write(csv);
            }
            else
            {
                csv.WriteField("");
            }
        }

        return filled;
    }

    /// <param name="Cursor">The cursor over the filled rows.</param>
    /// <param name="Cells">The actions that write the cells of the file's columns, by name.</param>
    /// <param name="Added">The actions that write the cells of columns that the file does not have.</param>
    /// <param name="Uncertainties">The actions that write uncertainties, with the indexes of the file's columns; -1 for those that it does not have.</param>
    /// <param name="Dates">The dates of which some are counted from others; null for none.</param>
    private sealed record FilledRow(
        DataViewRowCursor Cursor,
        Dictionary<string, Action<CsvWriter>> Cells,
        Action<CsvWriter>[] Added,
        (int Index, Action<CsvWriter> Write)[] Uncertainties,
        FilledDates? Dates
    );
}
