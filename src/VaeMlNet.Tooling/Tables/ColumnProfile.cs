using CsvHelper;

namespace VaeMlNet.Tooling;

/// <summary>
/// A profile of one CSV column: counts the types of its cells over the whole file, and infers the type of the column.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="index">The index of the column in the file.</param>
/// <param name="said">The type that the user gave; null for none.</param>
internal sealed class ColumnProfile(CsvFile file, int index, ColumnSchema? said)
{
    // A column with more texts is an identifier or free text, unless the user gives its type.
    private const int MostCategories = 1000;

    // A column with fewer texts contains categories, even if every row has a different one.
    private const int FewCategories = 20;

    // With at least this share of numbers, a cell that is not a number is reported as a mistake.
    private const double ShareOfNumbers = 0.9;

    private readonly bool isCategory = said?.Kind == CsvColumnKind.Category;
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);
    private string? firstText;
    private string firstTextPlace = "";
    private string? brokenTextPlace;
    private long numbers;
    private long decimalCommas;
    private long booleans;

    /// <summary>Gets the name of the column.</summary>
    public string Name => file.Header[index];

    /// <summary>Gets the number of cells with a value.</summary>
    public long Values { get; private set; }

    /// <summary>Gets the number of missing cells.</summary>
    public long Missing { get; private set; }

    /// <summary>Counts the cell of the column in the current record.</summary>
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

    /// <summary>Infers the type of the column.</summary>
    /// <exception cref="CommandException">The type is ambiguous, or no model can use the column.</exception>
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
            // ML.NET has missing keys, but no missing Booleans.
            return Missing == 0 ? CsvColumn.Scalar(Name, CsvColumnKind.Boolean) : Category();
        }

        CheckTexts();
        return Category();
    }

    /// <summary>Infers the type of the column, or gives the reason why no model can use it.</summary>
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
                $"{firstTextPlace}, column '{Name}': '{firstText}' is not a number, but the column is a number in the schema. Fix the cell, "
                    + "or change the type of the column in the schema."
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
                $"Column '{Name}' of CSV file '{file.Path}' has no values, so it has no categories. Leave it out with {ShellLine.Option("--ignore", Name)}."
            );
        }

        // Sorts the texts, so that the same rows in another order give the same keys.
        return CsvColumn.Scalar(Name, CsvColumnKind.Category, [.. texts.Order(StringComparer.Ordinal)]);
    }

    private void CheckTexts()
    {
        if (decimalCommas > 0 && numbers + decimalCommas == Values)
        {
            throw new CommandException(
                $"{firstTextPlace}, column '{Name}': '{firstText}' has a decimal comma, as {decimalCommas} of {Values} "
                    + $"cells of the column. Write decimal points, or pass {ShellLine.Option("--categorical", Name)}."
            );
        }

        if (numbers >= ShareOfNumbers * Values)
        {
            throw new CommandException(
                $"{firstTextPlace}, column '{Name}': '{firstText}' is not a number, but {numbers} of {Values} cells of the column are numbers. "
                    + $"Fix the cell, or pass {ShellLine.Option("--categorical", Name)}."
            );
        }

        if (texts.Count > FewCategories && (texts.Count > MostCategories || 2 * texts.Count > Values))
        {
            var count = texts.Count > MostCategories ? $"more than {MostCategories}" : $"{texts.Count}";
            throw new CommandException(
                $"Column '{Name}' of CSV file '{file.Path}' has {count} different texts in {Values} cells, such as '{firstText}'. It is an "
                    + $"identifier, or has numbers without decimal points. Leave it out with {ShellLine.Option("--ignore", Name)}, or use its texts as categories "
                    + $"with {ShellLine.Option("--categorical", Name)}."
            );
        }
    }
}
