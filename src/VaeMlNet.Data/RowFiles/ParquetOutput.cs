using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using CsvHelper;
using Parquet;
using Parquet.Schema;
using VaeMlNet.Texts;

namespace VaeMlNet.Data;

/// <summary>Writes CSV text as a Parquet file, with the types of the columns. The rows of one row group are in memory at a time.</summary>
internal sealed class ParquetOutput : WriteStream
{
    private const string Extension = ".parquet";
    private const int RowsOfGroup = 100_000;
    private const int BytesOfGroup = 64 << 20;

    private static readonly CsvReaderOptions Options = new() { Separator = ',', HasHeader = false };

    private readonly ParquetOutputCells[] cells;
    private readonly ParquetWriter writer;

    private byte[] text = new byte[1 << 20];
    private int length = 1;
    private int searched = 1;
    private int rowsEnd; // the place of the line end of the last whole row
    private int rows;
    private bool isQuoted;

    /// <summary>Starts a file.</summary>
    public ParquetOutput(Stream stream, IReadOnlyList<WrittenColumn> columns)
    {
        if (columns.GroupBy(column => column.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new CommandException(
                $"The results have more than one column '{twice.Key}', which a Parquet file cannot have. Rename the column in the data, or write a CSV file."
            );
        }

        if (columns.ToList().FindIndex(column => column.Name.Length == 0) is >= 0 and var index)
        {
            throw new CommandException(
                FormattableString.Invariant(
                    $"Column {index + 1} of the results has no name, which it needs in a Parquet file. Name the column in the data, or write a CSV file."
                )
            );
        }

        // The line end before the rows is an empty line, which a reader skips. With it, a byte order mark is a part of its cell.
        text[0] = (byte)'\n';
        cells = [.. columns.Select(ParquetOutputCells.For)];
        writer = Wait(
            ParquetWriter.CreateAsync(new ParquetSchema(cells.Select(cell => cell.Field)), new PlacedStream(stream))
        );
    }

    /// <summary>Returns whether the name of an output file has the extension .parquet.</summary>
    public static bool IsParquet([NotNullWhen(true)] string? path) =>
        path?.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) == true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (text.Length - length < buffer.Length)
        {
            Array.Resize(
                ref text,
                (int)Math.Min(Array.MaxLength, Math.Max(2L * text.Length, (long)length + buffer.Length))
            );
        }

        buffer.CopyTo(text.AsSpan(length));
        length += buffer.Length;
        FindRows();
        if (rows >= RowsOfGroup || rowsEnd >= BytesOfGroup)
        {
            WriteGroup();
        }
    }

    /// <summary>Ends the file.</summary>
    public void Finish()
    {
        if (rows > 0)
        {
            WriteGroup();
        }

        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void FindRows()
    {
        for (; searched < length; searched++)
        {
            switch (text[searched])
            {
                case (byte)'"':
                    isQuoted = !isQuoted;
                    break;
                case (byte)'\n' when !isQuoted:
                    rows++;
                    rowsEnd = searched;
                    break;
            }
        }
    }

    private void WriteGroup()
    {
        using (var reader = CsvReader.Create(text.AsMemory(0, rowsEnd), Options))
        {
            while (reader.Read())
            {
                for (var column = 0; column < cells.Length; column++)
                {
                    cells[column].Add(reader.GetSpan(column));
                }
            }
        }

        using (var group = writer.CreateRowGroup())
        {
            foreach (var cell in cells)
            {
                cell.WriteAsync(group).GetAwaiter().GetResult();
            }
        }

        text.AsSpan(rowsEnd, length - rowsEnd).CopyTo(text);
        length -= rowsEnd;
        searched -= rowsEnd;
        (rows, rowsEnd) = (0, 0);
    }

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>A stream that knows its position, because pipes do not.</summary>
    private sealed class PlacedStream(Stream stream) : WriteStream
    {
        private long position;

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            stream.Write(buffer);
            position += buffer.Length;
        }
    }
}

/// <summary>The cells of one column that is written to a Parquet file.</summary>
internal abstract class ParquetOutputCells
{
    // Of those that each number can have.
    private const int MostDecimalDigits = 28;

    /// <summary>Gets the field of the column.</summary>
    public abstract DataField Field { get; }

    /// <summary>Creates the cells of a column.</summary>
    public static ParquetOutputCells For(WrittenColumn column) =>
        column.Type switch
        {
            WrittenType.Single => new Values<float>(
                column,
                NewField<float>(column),
                text => float.TryParse(text, Invariant, out var number) ? number : (float?)Number(column, text)
            ),
            WrittenType.Double => new Values<double>(column, NewField<double>(column), text => Number(column, text)),
            WrittenType.Whole => new Values<long>(column, NewField<long>(column), text => Whole(column, text)),
            WrittenType.Unsigned => new Values<ulong>(column, NewField<ulong>(column), text => Unsigned(column, text)),
            WrittenType.Decimal => new Values<decimal>(
                column,
                new DecimalDataField(column.Name, column.Digits.Precision, column.Digits.Scale, isNullable: true),
                text => Decimal(column, text)
            ),
            WrittenType.Truth => new Values<bool>(column, NewField<bool>(column), text => Truth(column, text)),
            WrittenType.Date => new Values<DateTime>(
                column,
                new DateTimeDataField(column.Name, DateTimeFormat.Date, isNullable: true),
                text => Date(column, text)
            ),
            WrittenType.Time => new Values<DateTime>(
                column,
                new DateTimeDataField(column.Name, DateTimeFormat.DateAndTimeMicros, isNullable: true),
                text => Date(column, text)
            ),
            _ => new Texts(new DataField(column.Name, typeof(string), isNullable: true)),
        };

    /// <summary>Adds a cell.</summary>
    /// <exception cref="CommandException">The text is not of the type of the column.</exception>
    public abstract void Add(ReadOnlySpan<byte> text);

    /// <summary>Writes the cells to a row group, and removes them.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group);

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private static DataField NewField<T>(WrittenColumn column) => new(column.Name, typeof(T), isNullable: true);

    private static double? Number(WrittenColumn column, ReadOnlySpan<byte> text)
    {
        if (
            column.Schema is null or { HasPlainNumbers: true, MissingTexts.Count: 0 }
            && double.TryParse(text, Invariant, out var plain)
        )
        {
            return plain;
        }

        var cell = Encoding.UTF8.GetString(text).Trim();
        return column.Schema is not { } schema ? throw NotOf(column, cell, "a number")
            : schema.IsMissing(cell) ? null
            : schema.TryReadNumber(cell, out var number) ? number
            : throw NotOf(column, cell, "a number");
    }

    private static long? Whole(WrittenColumn column, ReadOnlySpan<byte> text) =>
        long.TryParse(text, Invariant, out var whole) ? whole
        : Number(column, text) is not { } number || double.IsNaN(number) ? null
        : Math.Abs(number) < long.MaxValue && Math.Floor(number) == number ? (long)number
        : throw NotOf(column, Encoding.UTF8.GetString(text), "a whole number");

    private static ulong? Unsigned(WrittenColumn column, ReadOnlySpan<byte> text) =>
        ulong.TryParse(text, Invariant, out var own) ? own
        : Whole(column, text) is not { } whole ? null
        : whole >= 0 ? (ulong)whole
        : throw NotOf(column, Encoding.UTF8.GetString(text), "a whole number of 0 or more");

    private static decimal? Decimal(WrittenColumn column, ReadOnlySpan<byte> text)
    {
        var digits = column.Digits.Precision - column.Digits.Scale;
        var limit = digits > MostDecimalDigits ? decimal.MaxValue : (decimal)Math.Pow(10, digits);
        return decimal.TryParse(text, NumberStyles.Float, Invariant, out var exact) && Math.Abs(exact) < limit ? exact
            : Number(column, text) is not { } number ? null
            : Math.Abs(number) < (double)limit ? (decimal)number
            : throw NotOf(
                column,
                Encoding.UTF8.GetString(text),
                FormattableString.Invariant($"a number of {digits} digits before the point")
            );
    }

    private static bool? Truth(WrittenColumn column, ReadOnlySpan<byte> text)
    {
        if (column.Schema is not { Values: [var no, var yes] } schema)
        {
            return TruthTexts.TryReadBoolean(text, out var value)
                ? value
                : throw NotOf(column, Encoding.UTF8.GetString(text), "true or false");
        }

        // The texts of the column come first: 1 is false where they are 1 and 2.
        var cell = Encoding.UTF8.GetString(text).Trim();
        return cell.Equals(yes, StringComparison.OrdinalIgnoreCase) ? true
            : cell.Equals(no, StringComparison.OrdinalIgnoreCase) ? false
            : schema.IsMissing(cell) ? null
            : TruthTexts.TryReadBoolean(text, out var other) ? other
            : throw NotOf(column, cell, $"'{no}' or '{yes}'");
    }

    private static DateTime? Date(WrittenColumn column, ReadOnlySpan<byte> text)
    {
        var cell = Encoding.UTF8.GetString(text).Trim();
        return column.Schema!.IsMissing(cell) ? null
            : column.Schema.TryReadInstant(cell, out var date) ? date.UtcDateTime
            : throw NotOf(column, cell, $"a date in the format {column.Schema.DateFormat}");
    }

    private static CommandException NotOf(WrittenColumn column, string text, string type) =>
        new(
            $"Column '{column.Name}' of the results has the text '{Excerpt.Of(text)}', which is not {type} as in the other rows. Write a CSV file."
        );

    private delegate T? Parse<T>(ReadOnlySpan<byte> text)
        where T : struct;

    private sealed class Values<T>(WrittenColumn column, DataField own, Parse<T> parse) : ParquetOutputCells
        where T : struct
    {
        private readonly List<T?> cells = [];

        public override DataField Field => own;

        public override void Add(ReadOnlySpan<byte> text)
        {
            try
            {
                cells.Add(text.IsEmpty ? null : parse(text));
            }
            catch (FormatException)
            {
                throw NotOf(column, Encoding.UTF8.GetString(text), "a number");
            }
        }

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync<T>(own, cells.ToArray().AsMemory());
            cells.Clear();
        }
    }

    private sealed class Texts(DataField own) : ParquetOutputCells
    {
        // The same texts come often.
        private readonly CellCache<string> known = new(12);
        private readonly List<string?> cells = [];

        public override DataField Field => own;

        public override void Add(ReadOnlySpan<byte> text)
        {
            if (text.IsEmpty)
            {
                cells.Add(null);
                return;
            }

            if (!known.TryGet(text, out var value))
            {
                value = Encoding.UTF8.GetString(text);
                known.Add(text, value);
            }

            cells.Add(value);
        }

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync(own, cells!);
            cells.Clear();
        }
    }
}
