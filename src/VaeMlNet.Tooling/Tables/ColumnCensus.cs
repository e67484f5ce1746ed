using CsvHelper;

namespace VaeMlNet.Tooling;

/// <summary>Counts what the cells of one CSV column are, over the whole file, and concludes what the column is.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="index">The column's place in it.</param>
/// <param name="said">What the user says of it; null for nothing.</param>
internal sealed class ColumnCensus(CsvFile file, int index, ColumnSchema? said)
{
    // More texts than that are an identifier or free text, unless the user says otherwise.
    private const int MostCategories = 1000;

    // Fewer texts than that are categories, even where every row has another.
    private const int FewCategories = 20;

    // From this share of numbers on, a cell that is none is taken for a mistake.
    private const double ShareOfNumbers = 0.9;

    private readonly bool isCategory = said?.Kind == CsvColumnKind.Category;
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);
    private string? firstText;
    private string firstTextPlace = "";
    private string? brokenTextPlace;
    private long numbers;
    private long decimalCommas;
    private long booleans;

    /// <summary>The column's name.</summary>
    public string Name => file.Header[index];

    /// <summary>Cells that hold a value.</summary>
    public long Values { get; private set; }

    /// <summary>Cells that hold none.</summary>
    public long Missing { get; private set; }

    /// <summary>Counts the column's cell of the current record.</summary>
    public void Count(CsvReader reader)
    {
        var cell = reader.GetSpan(index);
        if (CellText.IsMissing(cell))
        {
            Missing++;
            return;
        }

        Values++;
        var isNumber = CellText.TryNumber(cell, out _);
        numbers += isNumber ? 1 : 0;
        booleans += CellText.TryBoolean(cell, out _) ? 1 : 0;
        if (isCategory || texts.Count <= MostCategories)
        {
            texts.Add(reader.GetString(index));
        }

        if (!isNumber)
        {
            CountText(cell, reader);
        }
    }

    private void CountText(ReadOnlySpan<byte> cell, CsvReader reader)
    {
        decimalCommas += CellText.HasDecimalComma(cell) ? 1 : 0;
        if (brokenTextPlace is null && cell.IndexOfAnyInRange((byte)0x80, (byte)0xff) >= 0)
        {
            brokenTextPlace = CellText.IsBroken(reader.GetString(index)) ? file.Place(reader) : null;
        }

        if (firstText is null)
        {
            firstText = reader.GetString(index);
            firstTextPlace = file.Place(reader);
        }
    }

    /// <summary>What the column is.</summary>
    /// <exception cref="CommandException">It cannot be told, or it is of no use to a model.</exception>
    public CsvColumn Conclude()
    {
        if (brokenTextPlace is not null)
        {
            throw new CommandException(
                $"{brokenTextPlace}, column '{Name}': the cell is not UTF-8. Save the file as UTF-8, or leave the column out with {ShellLine.Option("--ignore", Name)}."
            );
        }

        if (said?.Kind is { } kind)
        {
            return AsSaid(kind);
        }

        if (numbers == Values)
        {
            return CsvColumn.Scalar(Name, CsvColumnKind.Number);
        }

        if (booleans == Values)
        {
            // ML.NET has no missing Booleans, but missing keys.
            return Missing == 0 ? CsvColumn.Scalar(Name, CsvColumnKind.Boolean) : Category();
        }

        CheckTexts();
        return Category();
    }

    /// <summary>The same, with the reason where it is of no use.</summary>
    public SurveyedColumn Survey()
    {
        try
        {
            return new SurveyedColumn(Name, Conclude(), Missing, null);
        }
        catch (CommandException e)
        {
            return new SurveyedColumn(Name, null, Missing, e.Message);
        }
    }

    private CsvColumn AsSaid(CsvColumnKind kind)
    {
        if (kind == CsvColumnKind.Number && numbers < Values)
        {
            throw new CommandException(
                $"{firstTextPlace}, column '{Name}': '{firstText}' is not a number, as the schema says of the column. Mend the cell, "
                    + "or say something else of the column."
            );
        }

        return kind == CsvColumnKind.Category ? Category() : CsvColumn.Scalar(Name, kind);
    }

    private CsvColumn Category()
    {
        if (said?.KeyValues is { } values)
        {
            return CsvColumn.Scalar(Name, CsvColumnKind.Category, values);
        }

        if (texts.Count == 0)
        {
            throw new CommandException(
                $"Column '{Name}' of CSV file '{file.Path}' has no value in any row, so it has no categories. Leave it out with {ShellLine.Option("--ignore", Name)}."
            );
        }

        // Sorted, so that the same rows in another order give the same keys.
        return CsvColumn.Scalar(Name, CsvColumnKind.Category, [.. texts.Order(StringComparer.Ordinal)]);
    }

    private void CheckTexts()
    {
        if (decimalCommas > 0 && numbers + decimalCommas == Values)
        {
            throw new CommandException(
                $"{firstTextPlace}, column '{Name}': '{firstText}' has a comma where numbers have a point, as {decimalCommas} of {Values} "
                    + $"cells of the column. Write them with points, or pass {ShellLine.Option("--categorical", Name)}."
            );
        }

        if (numbers >= ShareOfNumbers * Values)
        {
            throw new CommandException(
                $"{firstTextPlace}, column '{Name}': '{firstText}' is not a number, but {numbers} of {Values} cells of the column are. "
                    + $"Fix the cell, or pass {ShellLine.Option("--categorical", Name)}."
            );
        }

        if (texts.Count > FewCategories && (texts.Count > MostCategories || 2 * texts.Count > Values))
        {
            var count = texts.Count > MostCategories ? $"more than {MostCategories}" : $"{texts.Count}";
            throw new CommandException(
                $"Column '{Name}' of CSV file '{file.Path}' has {count} different texts in {Values} cells, such as '{firstText}': an "
                    + $"identifier, or numbers without decimal points. Leave it out with {ShellLine.Option("--ignore", Name)}, or take them as categories "
                    + $"with {ShellLine.Option("--categorical", Name)}."
            );
        }
    }
}
