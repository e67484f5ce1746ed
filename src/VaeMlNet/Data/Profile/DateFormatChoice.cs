namespace VaeMlNet;

/// <summary>Chooses among date formats that fit all cells of a column: those with the day first and those with the month first.</summary>
internal static class DateFormatChoice
{
    private const int FewestMonths = 3;

    /// <summary>Chooses a format.</summary>
    /// <param name="formats">The formats that fit; more than one.</param>
    /// <param name="cells">Different cells of the column.</param>
    /// <param name="order">The user's choice.</param>
    /// <returns>One format, or those that are left to the user, and a sentence with the reason.</returns>
    public static (string[] Formats, string Note) Choose(string[] formats, string[] cells, VaeDateOrder order)
    {
        string[] dayFirst = [.. formats.Where(IsDayFirst)];
        string[] monthFirst = [.. formats.Except(dayFirst)];
        if (dayFirst.Length == 0 || monthFirst.Length == 0)
        {
            return ([formats[0]], "");
        }

        if (order != VaeDateOrder.FromData)
        {
            return (
                [(order == VaeDateOrder.DayFirst ? dayFirst : monthFirst)[0]],
                "The order of day and month is the given one."
            );
        }

        var dayIsOne = AreFirstsOfMonths(cells, dayFirst[0]);
        var monthIsOne = AreFirstsOfMonths(cells, monthFirst[0]);
        return dayIsOne == monthIsOne
            ? ([dayFirst[0], monthFirst[0]], "")
            : ([(dayIsOne ? dayFirst : monthFirst)[0]], "All dates are then firsts of months.");
    }

    private static bool IsDayFirst(string format) => format.StartsWith('d');

    private static bool AreFirstsOfMonths(string[] cells, string format)
    {
        HashSet<int> months = [];
        foreach (var cell in cells)
        {
            if (!DateTexts.TryRead(cell, format, out var date) || date.Day != 1)
            {
                return false;
            }

            months.Add(date.Month);
        }

        return months.Count >= FewestMonths;
    }
}
