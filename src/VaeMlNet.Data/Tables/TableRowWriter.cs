using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Data;

/// <summary>
/// Writes rows of a table's columns as CSV cells that <see cref="CsvTableView"/> reads back: numbers, true and false, the
/// texts of categories and dates in the formats of their columns; nothing where a cell is missing.
/// </summary>
internal static class TableRowWriter
{
    public static WrittenColumn[] Header(IEnumerable<CsvColumn> columns) => [.. columns.SelectMany(Columns)];

    /// <summary>Returns the columns of a table's column: one, or one for each slot of a vector. Whole numbers without decimals are written so.</summary>
    public static IEnumerable<WrittenColumn> Columns(CsvColumn column) =>
        column.IsVector && column.Dates is null ? WrittenColumn.Numbers(column.CellNames)
        : column.Kind == CsvColumnKind.Boolean ? [new(column.Name, WrittenType.Truth)]
        : [WrittenColumn.Of(column.Name, column.Schema with { Values = column.KeyValues })];

    /// <summary>Returns an action for each slot of a column, which writes the cell of the current row.</summary>
    /// <param name="row">A cursor with a column of the same name and type.</param>
    /// <param name="column">The column.</param>
    public static Action<CsvWriter>[] Bind(DataViewRow row, CsvColumn column)
    {
        var source = row.Schema[column.Name];
        return column.Kind switch
        {
            CsvColumnKind.Boolean => [CellWriter.Bind<bool>(row, source, CellWriter.Write)],
            CsvColumnKind.Category => [Category(CurrentValue.Of<uint>(row, source), column.KeyValues)],
            _ when column.Dates is not null => [Date(row, column)],
            _ when column.IsVector => Numbers(
                row,
                CurrentValue.Of<VBuffer<float>>(row, source),
                column.CellNames.Count
            ),
            _ => [Number(CurrentValue.Of<float>(row, source), column.Schema)],
        };
    }

    /// <summary>Returns an action that writes a slot of a vector as a cell of another column.</summary>
    /// <param name="row">A cursor with the vector.</param>
    /// <param name="vector">The name of the vector.</param>
    /// <param name="slot">The place of the number in the vector.</param>
    /// <param name="column">The column of the cell: numbers, or two texts for 0 and 1, of which the nearer one is written.</param>
    public static Action<CsvWriter> BindSlot(DataViewRow row, string vector, int slot, CsvColumn column)
    {
        var read = CurrentValue.Of<VBuffer<float>, float>(
            row,
            row.Schema[vector],
            values => values.GetItemOrDefault(slot)
        );
        return column.Kind == CsvColumnKind.Truth ? Truth(read, column.Schema.Values) : Number(read, column.Schema);
    }

    private static Action<CsvWriter> Truth(Func<float> read, IReadOnlyList<string> texts) =>
        CellWriter.Bind(read, (csv, value) => WriteText(csv, texts[value < 0.5 ? 0 : 1]));

    private static Action<CsvWriter> Category(Func<uint> read, IReadOnlyList<string> texts) =>
        CellWriter.Bind(read, (csv, key) => WriteText(csv, key == 0 ? "" : texts[(int)key - 1]));

    private static Action<CsvWriter> Date(DataViewRow row, CsvColumn column)
    {
        var read = BindDate(row, column);
        return csv => WriteDate(csv, column, read());
    }

    /// <summary>Writes a date in the format of its column, and nothing where it is missing.</summary>
    public static void WriteDate(CsvWriter csv, CsvColumn column, DateTime? date) =>
        WriteText(csv, date is { } known ? column.Schema.FormatDate(known) : "");

    /// <summary>Returns a function that reads the slots of a date of the current row, NaN where it is missing; they are valid until the next row.</summary>
    /// <param name="row">A cursor with a column of the same name and type. If it lacks the column, dates are missing.</param>
    /// <param name="column">A column of dates.</param>
    public static Func<float[]> BindSlots(DataViewRow row, CsvColumn column)
    {
        var slots = new float[column.Dates!.Names.Count];
        if (row.Schema.GetColumnOrNull(column.Name) is not { } source)
        {
            Array.Fill(slots, float.NaN);
            return () => slots;
        }

        return CurrentValue.Of<VBuffer<float>, float[]>(
            row,
            source,
            values =>
            {
                values.CopyTo(slots);
                return slots;
            }
        );
    }

    private static Func<DateTime?> BindDate(DataViewRow row, CsvColumn column)
    {
        var slots = BindSlots(row, column);
        var since = column.Since is { } other ? BindDate(row, other) : null;
        return () => column.Dates!.DecodeToStep(slots(), since?.Invoke());
    }

    private static Action<CsvWriter> Number(Func<float> read, VaeColumnSchema schema) =>
        CellWriter.Bind(
            read,
            schema.Decimals is null && schema.HasPlainNumbers && schema.MissingMark.Length == 0
                ? Write
                : (csv, value) =>
                {
                    if (float.IsNaN(value))
                    {
                        WriteText(csv, schema.MissingMark);
                    }
                    else if (float.IsFinite(value))
                    {
                        WriteText(csv, schema.FormatNumber(value));
                    }
                    else
                    {
                        Write(csv, value);
                    }
                }
        );

    private static Action<CsvWriter>[] Numbers(DataViewRow row, Func<VBuffer<float>> read, int count)
    {
        VBuffer<float> values = default;
        long position = -1;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(slot =>
                    (Action<CsvWriter>)(
                        csv =>
                        {
                            if (row.Position != position)
                            {
                                values = read();
                                position = row.Position;
                            }

                            Write(csv, values.GetItemOrDefault(slot));
                        }
                    )
                ),
        ];
    }

    private static void WriteText(CsvWriter csv, string text) =>
        csv.WriteField(text, CsvQuoting.WhenNeededOrWhitespace);

    private static void Write(CsvWriter csv, float value)
    {
        if (float.IsNaN(value))
        {
            csv.WriteField("");
        }
        else
        {
            csv.WriteField(value);
        }
    }
}
