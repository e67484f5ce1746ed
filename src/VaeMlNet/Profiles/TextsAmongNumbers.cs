using System.Text.RegularExpressions;
using VaeMlNet.Texts;

namespace VaeMlNet;

/// <summary>Decides what the texts among the numbers of a column are: mistakes, missing values, or a sign that the numbers are codes or categories.</summary>
/// <param name="seen">The facts about the cells.</param>
/// <param name="placeholders">The texts that mean a missing value in every column of numbers.</param>
/// <param name="total">The number of cells with other texts.</param>
/// <param name="marks">The marks with which most cells are numbers.</param>
internal sealed partial class TextsAmongNumbers(
    ColumnObserver seen,
    IReadOnlyList<string> placeholders,
    long total,
    int marks
)
{
    // From this share of numbers on, the column is one of numbers.
    private const double ShareOfNumbers = 0.9;

    // One or two texts may be more frequent, such as "Varies with device" among the sizes of apps.
    private const double ShareBesideFewTexts = 0.5;
    private const int FewTexts = 2;

    // Fewer different numbers than that are categories beside a frequent text, such as 3+ after 0, 1 and 2.
    private const int FewNumbers = 20;
    private const int FewestFrequent = 5;
    private const double LeastShareOfFrequent = 0.01;

    // So few mistakes can be corrected, and so few texts can be named as missing.
    private const int MostMistakes = 9;
    private const int MostProblemTexts = 4;

    /// <summary>Returns how the numbers are read and what happens to the texts; null where the column is none of numbers.</summary>
    public NumberRules.Found? Find()
    {
        var read = ReadMost();
        if (seen.LeadingZeros > 0 || NameHints.Code(seen.Name) is not null || read.Cells == 0)
        {
            return null;
        }

        var isRepeatedHeader = read.Texts is [var only] && only == seen.Name;
        var share = (double)read.Cells / read.Total;
        var isNumeric =
            share >= ShareOfNumbers
            || (share >= ShareBesideFewTexts && read.Texts.Length <= FewTexts && read.Numbers > FewNumbers);
        if (!isNumeric || (!isRepeatedHeader && (AreCodes(read.Texts) || AreCategories(read))))
        {
            return null;
        }

        var isMistake =
            isRepeatedHeader
            || (
                share >= ShareOfNumbers
                && read.Unit is null
                && read.Texts.Length is > 0 and <= MostProblemTexts
                && read.Total - read.Cells <= MostMistakes
            );
        return isMistake ? Mistake(read) : Missing(read);
    }

    /// <summary>Returns how the numbers are read if all texts are missing values; null where no cell is a number.</summary>
    public NumberRules.Found? FindNumbers() => ReadMost() is { Cells: > 0 } read ? Missing(read) : null;

    /// <summary>The marks and the unit with which most cells are numbers, their cells of all, the number of different ones, and the other texts.</summary>
    private sealed record Reading(int Marks, NumberUnit? Unit, long Cells, long Total, int Numbers, string[] Texts);

    private Reading ReadMost()
    {
        NumberUnit?[] units =
        [
            null,
            .. seen.Units.OrderByDescending(unit => unit.Value).Select(unit => unit.Key).Take(1),
        ];
        return units.Select(Read).MaxBy(read => read.Cells)!;
    }

    private Reading Read(NumberUnit? unit)
    {
        VaeColumnSchema schema = new()
        {
            Name = seen.Name,
            Kind = VaeColumnKind.Number,
            DecimalMark = NumberMarks.All[marks].Decimal,
            GroupMark = NumberMarks.All[marks].Group,
            Prefix = unit?.Prefix ?? "",
            Suffix = unit?.Suffix ?? "",
        };
        var counted = seen.Counts.Where(count => !placeholders.Contains(count.Key)).ToArray();
        var numbers = counted.Where(count => schema.TryReadNumber(count.Key, out _)).ToArray();
        string[] texts = [.. counted.Select(count => count.Key).Except(numbers.Select(count => count.Key))];
        // Plain numbers, and without units those of all marks, are counted in all cells.
        var isPlain = marks == 0 && unit is null;
        long? cells =
            isPlain ? seen.PlainNumbers
            : unit is null && seen.Units.Count == 0 ? seen.CountNumbers(marks)
            : null;
        // The first text is perhaps not among those that were counted.
        string[] first = isPlain && seen.FirstText is { Text: var text } ? [text] : [];
        return new(
            marks,
            unit,
            cells ?? numbers.Sum(count => count.Value),
            cells is null ? counted.Sum(count => count.Value) : total,
            numbers.Length,
            [.. first.Union(texts)]
        );
    }

    private static bool AreCodes(string[] texts) => texts.Length > 0 && 2 * texts.Count(Code().IsMatch) > texts.Length;

    private bool AreCategories(Reading read) =>
        !seen.HasMoreValues
        && read.Numbers + read.Texts.Length <= FewNumbers
        && Array.TrueForAll(
            read.Texts,
            text => seen.Counts[text] >= Math.Max(FewestFrequent, LeastShareOfFrequent * read.Total)
        );

    private static NumberRules.Found Missing(Reading read) =>
        new(NumberMarks.All[read.Marks], read.Unit, Note: Describe(read))
        {
            TextCells = read.Total - read.Cells,
            TreatsTextsAsMissing = true,
        };

    private static string? Describe(Reading read)
    {
        var cells = read.Total - read.Cells;
        return read.Texts switch
        {
            [] when cells == 0 => null,
            [] => FormattableString.Invariant(
                $"Texts that are no numbers are read as missing, in {cells} of {read.Total} cells."
            ),
            [var text] => FormattableString.Invariant(
                $"'{Excerpt.Of(text)}' is no number, and is read as missing, in {cells} of {read.Total} cells."
            ),
            [var text, ..] => FormattableString.Invariant(
                $"'{Excerpt.Of(text)}' and other texts, which are no numbers, are read as missing, in {cells} of {read.Total} cells."
            ),
        };
    }

    private NumberRules.Found Mistake(Reading read)
    {
        var (first, others) = (Excerpt.Of(read.Texts[0]), read.Texts.Length - 1);
        var more = others == 1 ? "another text" : FormattableString.Invariant($"{others} other texts");
        return new(
            NumberMarks.All[read.Marks],
            null,
            Problem: others == 0
                ? FormattableString.Invariant(
                    $"'{first}' is not a number, but {read.Cells} of {read.Total} cells of the column are.{OtherMarks(read)} Fix the cell"
                )
                : FormattableString.Invariant(
                    $"'{first}' and {more} are not numbers, but {read.Cells} of {read.Total} cells of the column are.{OtherMarks(read)} Fix the cells"
                )
        )
        {
            ProblemRow = read.Marks == 0 ? seen.FirstText?.Row + 1 : null,
            ProblemTexts = [.. read.Texts.Take(MostProblemTexts)],
            ProblemCells = read.Total - read.Cells,
        };
    }

    /// <summary>Returns a sentence for texts that are numbers with the other decimal mark; empty for others.</summary>
    private static string OtherMarks(Reading read)
    {
        var own = NumberMarks.All[read.Marks].Decimal;
        var other = own == ',' ? '.' : ',';
        return Array.TrueForAll(read.Texts, text => new NumberMarks(other, null).TryRead(text, out _))
            ? $" {(read.Texts.Length == 1 ? "It looks like a number" : "They look like numbers")} with a decimal {NumberRules.Name(other)}, but the column has decimal {NumberRules.Name(own)}s."
            : "";
    }

    // V45.8, 85123A
    [GeneratedRegex(@"^([A-Z]{1,3}[0-9.]+|[0-9]+[A-Z]{1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
