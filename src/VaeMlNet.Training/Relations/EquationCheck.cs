namespace VaeMlNet;

/// <summary>Checks whether an equation holds in rows, and whether that is more than chance.</summary>
internal sealed class EquationCheck
{
    // The shares of rows in which an equation holds. Data has errors.
    private const double CloseShare = 0.96;
    private const double SameShare = 0.9;
    private const double InformativeShare = 0.95;
    private const double TieShare = 0.05;
    private const double MostExactShare = 0.01;

    // Of the largest deviation.
    private const double AboutEqual = 0.95;

    // Of rows in which it holds after the cells of a column moved to other rows.
    private const double LargestShareByChance = 0.3;

    // Of the informative rows, those that get another cell. In two columns of few values, equal cells count, too: a lookup says as much about them.
    private const double SmallestMovedShare = 0.25;
    private const int FewestInformative = 10;
    private const int ConfirmingRows = 3;

    // Rows that refuse most equations.
    private const int FirstRows = 200;
    private const double FirstShare = 0.7;

    private readonly RelationColumn[] columns;
    private readonly SolvedEquation solved;
    private readonly float[] cells;

    private EquationCheck(ColumnEquation equation, RelationColumn[] columns)
    {
        this.columns = columns;
        solved = new(equation, [.. columns.Select(column => column.Describe())]);
        cells = new float[columns.Length];
    }

    /// <summary>Rounds a coefficient or a constant of an equation to a number of digits, the first of which is not 0.</summary>
    public static double Round(double number, int digits)
    {
        if (number == 0)
        {
            return 0;
        }

        var unit = Math.Pow(10, digits - 1 - Math.Floor(Math.Log10(Math.Abs(number))));
        return Math.Round(number * unit) / unit;
    }

    /// <summary>
    /// Returns the equation with the target that it gives most exactly, and the shares of rows in which it does, about and after rounding to the decimals
    /// of the target; null if it does not hold.
    /// </summary>
    public static (ColumnEquation Equation, double Share, double ExactShare)? Find(
        ColumnEquation equation,
        RelationColumn[] columns,
        RelationRows rows
    )
    {
        EquationCheck check = new(equation, columns);
        var distance = Math.Max(1, rows.Search.Length / FirstRows);
        if (check.SameShares([.. rows.Search.Where((_, i) => i % distance == 0)]).Max() < FirstShare)
        {
            return null;
        }

        var shares = check.SameShares(rows.Search);
        var exact = check.Shares(rows.Search, check.IsExact);
        // Of about equally exact ones, the column that varies most: a total, and not one of its parts. Of a product, the one of the most exact ones
        // that is rounded least, such as an index with two decimals: from a computed height in whole centimeters, its last decimal does not follow. Then the
        // coarsest one that others do not give by chance.
        var best = Enumerable
            .Range(0, shares.Length)
            .Where(column => shares[column] >= shares.Max() - TieShare && exact[column] >= exact.Max() - TieShare)
            // What is exact except for halves, which are rounded up or down, and not what is only near.
            .DefaultIfEmpty(
                Enumerable
                    .Range(0, shares.Length)
                    .MaxBy(column => shares[column] >= SameShare ? 1 + exact[column] : shares[column])
            )
            // A rounded multiple, and not the number that it is a multiple of.
            .OrderByDescending(column => columns.Length == 2 && exact[column] >= CloseShare && IsMostExact(column))
            .ThenByDescending(column => check.solved.IsSum && check.IsVaryingTotal(column))
            .ThenByDescending(column => check.solved.IsSum ? columns[column].Deviation : 0)
            .ThenByDescending(IsMostExact)
            .ThenBy(column =>
                IsMostExact(column)
                    ? columns[column].Unit / Math.Abs(columns[column].Mean)
                    : -columns[column].Unit / columns[column].Deviation
            )
            .Cast<int?>()
            .FirstOrDefault(column =>
                !columns[column!.Value].HasTwoValues
                && shares[column.Value] >= SameShare
                && check.Holds(column.Value, rows.Search, FewestInformative)
                && check.Holds(column.Value, rows.Confirmation, ConfirmingRows)
            );
        return best is { } target
            ? (equation with { Target = columns[target].Name }, shares[target], exact[target])
            : null;

        bool IsMostExact(int column) => exact[column] >= exact.Max() - MostExactShare;
    }

    /// <summary>Returns whether a column of a sum is a total that varies about as much as its largest part. By chance, it can vary a little less.</summary>
    private bool IsVaryingTotal(int column) =>
        columns[column].Deviation >= AboutEqual * columns.Max(other => other.Deviation)
        && columns.Length > 2
        && solved.Columns.All(other =>
            other == column || solved.CoefficientOf(other) * solved.CoefficientOf(column) < 0
        );

    /// <summary>Returns the share of rows in which each column is the same as computed from the others.</summary>
    private double[] SameShares(int[] rows) =>
        Shares(rows, i => solved.Solve(i, cells) is { } value && columns[i].IsSame(value, cells[i]));

    /// <summary>Returns whether a cell is what the others give after rounding. In sums, halves can be rounded up or down.</summary>
    private bool IsExact(int i) =>
        solved.IsSum
            ? columns[i].IsRounded(cells[i] - (Excess() / solved.CoefficientOf(i)), cells[i])
            : solved.Solve(i, cells) is { } value && columns[i].IsRounded(value, cells[i]);

    private double Excess() => SolvedEquation.Sum(solved.Factors[0].Terms, cells) - solved.Constant;

    private double[] Shares(int[] rows, Func<int, bool> isRight)
    {
        var right = new int[columns.Length];
        var count = 0;
        foreach (var row in rows)
        {
            if (Read(row))
            {
                count++;
                for (var i = 0; i < columns.Length; i++)
                {
                    right[i] += isRight(i) ? 1 : 0;
                }
            }
        }

        return Array.ConvertAll(right, sum => sum / Math.Max(count, 1.0));
    }

    private bool Holds(int target, int[] rows, int fewest)
    {
        int[] complete = [.. rows.Where(Read)];
        if (Share(target, complete) < CloseShare)
        {
            return false;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            int[] informative = [.. complete.Where(row => column.Values[row] != column.Mode)];
            if (
                informative.Length < fewest
                || Share(target, informative) < InformativeShare
                || ShareByChance(target, informative, i) > LargestShareByChance
            )
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the share of rows without missing cells in which the target is close to what the others give.</summary>
    private double Share(int target, int[] rows) =>
        rows.Count(row => Read(row) && IsClose(target)) / Math.Max(rows.Length, 1.0);

    /// <summary>Returns this share among the rows that get another cell when the cells of a column move to other rows; 1 if these are too few.</summary>
    private double ShareByChance(int target, int[] rows, int moved)
    {
        var (close, count) = (0, 0);
        for (var i = 0; i < rows.Length; i++)
        {
            Read(rows[i]);
            var cell = columns[moved].Values[rows[(i + (rows.Length / 2)) % rows.Length]];
            // Of few values, such as a fee of two groups, most informative rows have the same one.
            cell = columns.Length > 2 && cell == cells[moved] ? columns[moved].Mode : cell;
            if (columns.Length == 2 || cell != cells[moved])
            {
                cells[moved] = cell;
                count++;
                close += IsClose(target) ? 1 : 0;
            }
        }

        return count < SmallestMovedShare * rows.Length ? 1 : close / (double)count;
    }

    private bool IsClose(int target) =>
        solved.Solve(target, cells) is { } value && columns[target].IsClose(value, cells[target]);

    /// <summary>Reads the cells of a row, and returns whether the equation says something about them: none is missing, and the factors of a product are above 0.</summary>
    private bool Read(int row)
    {
        var isComplete = true;
        for (var i = 0; i < columns.Length; i++)
        {
            cells[i] = columns[i].Values[row];
            isComplete &= !float.IsNaN(cells[i]);
        }

        return isComplete && (solved.IsSum || solved.ArePositive(cells));
    }
}
