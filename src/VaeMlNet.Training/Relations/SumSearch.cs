using MathNet.Numerics.LinearAlgebra;

namespace VaeMlNet;

/// <summary>Searches sums of columns: one number is a weighted sum of others and a constant.</summary>
/// <remarks>
/// Candidates come from forward selection by the covariances of rows whose outliers have a small weight. The coefficients are those with the
/// smallest absolute errors (iteratively reweighted least squares; Holland &amp; Welsch 1977), rounded to as few digits as hold. If wrong cells hide a
/// sum, columns are selected again without the rows that differ most from it.
/// </remarks>
internal sealed class SumSearch
{
    private const int MostColumns = 300;
    private const int MostTerms = 16;
    private const int MostTermsInOrder = 6; // Up to here, each column that is chosen can be the last one of the sum.
    private const int MostSumsOfTarget = 4;
    private const int MostRows = 2000;
    private const int FewRows = 101; // These refuse most sums.
    private const int RowsToChooseFrom = 10; // For each row in which a sum is checked.

    // Of the variance of a target, which the columns of a sum leave unexplained.
    private const double LargestRest = 0.05;
    private const double SmallRest = 1e-4;

    // With wrong cells: an outlier weighs like three deviations, and 4 % of them add 0.36, in wide tables a little more.
    private const double LargestRestWithErrors = 0.5;

    // Of what is left, what a further column must explain.
    private const double SmallestGain = 0.1;

    // Of the variance of a column, the last digit of float32.
    private const double SmallestRest = 1e-14;
    private const int Reweightings = 12;
    private const int MostDigits = 5;

    // Of the rows in which a sum gives the target to its last decimal. Data has errors.
    private const double MostlyExact = 0.96;

    // Of the target's unit: half of all numbers are closer to their rounded ones than a quarter, or a little more in few rows.
    private const double LargestRounding = 0.35;

    // Of the spread of the target, what rounded coefficients may add to the error.
    private const double SmallErrorShare = 1e-5;

    // Of the target's unit, what the best coefficients of rounded numbers have less of an error by chance than the true ones.
    private const double ErrorOfRounding = 0.05;

    // Of the columns of a selection, the first ones: few have few missing cells, but others can come before those of the sum.
    private static readonly int[] FirstCounts = [4, MostTerms];

    private readonly RelationColumn[] columns;
    private readonly RelationRows rows;
    private readonly double[] weights; // of the search rows
    private readonly double[,] covariances;
    private readonly Dictionary<string, double> deviations;

    private SumSearch(RelationColumn[] columns, RelationRows rows)
    {
        this.columns = columns;
        this.rows = rows;
        weights = [.. rows.Search.Select(Weight)];
        covariances = Covariances(_ => true);
        deviations = columns.ToDictionary(column => column.Name, column => column.Deviation);
    }

    /// <summary>
    /// Returns the sums that hold: exact ones first that only add and subtract, then those that give most rows to the last decimal; of those, the
    /// ones of parts before those of their totals, and of one total, those of few columns.
    /// </summary>
    public static IReadOnlyList<(ColumnEquation Equation, bool IsExact)> Find(
        IReadOnlyList<RelationColumn> all,
        RelationRows rows,
        CancellationToken cancellationToken
    )
    {
        // Two values can be a part of a sum, such as a shipping fee, but no total.
        RelationColumn[] numbers =
        [
            .. all.Where(column => column.IsNumber && column.IsVarying)
                .OrderBy(column => column.HasTwoValues)
                .Take(MostColumns),
        ];
        if (numbers.Length < 2)
        {
            return [];
        }

        SumSearch search = new(numbers, rows);
        return
        [
            .. Enumerable
                .Range(0, numbers.Count(column => !column.HasTwoValues))
                .SelectMany(target =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return search.FindFor(target);
                })
                // A shorter sum can be nearly the same, but breaks what is exact where a column is computed from it.
                .OrderByDescending(found => found.ExactShare >= MostlyExact && found.Equation.IsPlain)
                .ThenByDescending(found => Math.Round(50 * found.ExactShare))
                .ThenBy(found => found.Equation.Columns.Max(column => search.deviations[column]))
                .ThenBy(found => found.Equation.Columns.Count())
                // Of the same columns: for the one that is computed exactly (in steps of 1/20), such as a rounded tax from a price, and not the price from it.
                .ThenByDescending(found => Math.Round(20 * found.ExactShare))
                // Then for the one that varies most, whose constant is then most exact, and the simplest one.
                .ThenByDescending(found => search.deviations[found.Equation.Target])
                .ThenBy(found => found.Equation.Describe(RelationNames.Plain).Length)
                .Select(found => (found.Equation, found.ExactShare >= MostlyExact)),
        ];
    }

    /// <summary>Returns sums of a target, each without the column that says most about the target in the ones before.</summary>
    private IEnumerable<(ColumnEquation Equation, double ExactShare)> FindFor(int target)
    {
        HashSet<int> excluded = [];
        var own = HasAlternative(target) ? Covariances(place => IsKnown(target, rows.Search[place])) : covariances;
        while (excluded.Count < MostSumsOfTarget)
        {
            ForwardSelection selection = new(own, target, excluded);
            var sum = Find(selection, target);
            if (sum is null && WithoutWrongRows(target, selection) is { } others)
            {
                selection = new(others, target, excluded);
                sum = Find(selection, target);
            }

            if (sum is not { } found)
            {
                yield break;
            }

            yield return found.Sum;
            int[] rising =
            [
                .. found
                    .Chosen.Concat(ChooseSmallParts(selection, target))
                    .Concat(selection.Explained(LargestRestOf, SmallestRestOf))
                    .OrderBy(column => columns[column].Deviation),
            ];
            foreach (var plain in new[] { FindPlain(target, rising), FindPlain(target, [.. rising.Reverse()]) })
            {
                if (plain is not null)
                {
                    yield return plain.Value;
                }
            }

            excluded.Add(found.Chosen[0]);
        }
    }

    /// <summary>
    /// Returns whether another column has cells where a column has none, such as debits and credits. The sum of such a column has rows of its own, and is
    /// not what covariances of all rows give.
    /// </summary>
    private bool HasAlternative(int column) => Array.Exists(columns, columns[column].IsInOtherRowsThan);

    /// <summary>Returns the first sum that holds, and its columns, of which the first one says most about the target.</summary>
    private ((ColumnEquation Equation, double ExactShare) Sum, IReadOnlyList<int> Chosen)? Find(
        ForwardSelection selection,
        int target
    )
    {
        while (selection.Chosen.Count < MostTerms && selection.ChooseNext())
        {
            if (
                selection.Chosen.Count <= MostTermsInOrder
                && selection.Unexplained < LargestRest
                && Exact(target, selection.Chosen) is { } exact
                && Fit(target, selection.Chosen, exact) is { } sum
            )
            {
                return (sum, [.. selection.Chosen]);
            }
        }

        return selection.Unexplained < LargestRestOf(target) ? FindPart(target, [.. selection.Chosen]) : null;
    }

    /// <summary>
    /// Returns the covariances of the rows without the 4 % that differ most from a sum of selected columns, and without those in which it has missing
    /// cells; null if no such sum gives half of the numbers.
    /// </summary>
    private double[,]? WithoutWrongRows(int target, ForwardSelection selection)
    {
        if (selection.Unexplained > LargestRestWithErrors)
        {
            return null;
        }

        foreach (var count in FirstCounts)
        {
            int[] first = [.. selection.Chosen.Take(count)];
            if (Exact(target, first, FewRows) is not null && Exact(target, first) is { } exact)
            {
                var constant = Constant(target, first, exact.Coefficients);
                var errors = Array.ConvertAll(
                    rows.Search,
                    row => Math.Abs(Rest(row, target, first, exact.Coefficients) - constant)
                );
                var largest = Quantile.Compute([.. errors.Where(double.IsFinite)], MostlyExact);
                return Covariances(place => errors[place] <= largest);
            }
        }

        return null;
    }

    /// <summary>Chooses further columns as long as they explain what a sum that is only near leaves of the target: a fee beside large amounts.</summary>
    private IEnumerable<int> ChooseSmallParts(ForwardSelection selection, int target)
    {
        var count = selection.Chosen.Count;
        var rest = double.PositiveInfinity;
        while (
            selection.Unexplained is var left
            && left > 2 * RoundingOf(target)
            && left < (1 - SmallestGain) * rest
            && selection.Chosen.Count < MostTerms
            && selection.ChooseNext()
        )
        {
            rest = left;
        }

        return [.. selection.Chosen.Skip(count)];
    }

    private double LargestRestOf(int column) => SmallRest + (2 * RoundingOf(column));

    // A multiple that is not exact is rounded in one of the columns.
    private double SmallestRestOf(int a, int b) => Math.Max(SmallestRest, Math.Min(RoundingOf(a), RoundingOf(b)) / 4);

    /// <summary>Returns the share of a column's variance that is rounding, whose variance is a twelfth of the square of the unit.</summary>
    private double RoundingOf(int column) => Math.Pow(columns[column].Unit / Scale(column), 2) / 12;

    /// <summary>
    /// Returns the sum that only adds and subtracts columns, some of which are nearly sums of the others: a total of a price and its rounded taxes. What
    /// each column adds is in their last digits alone. Where some are exactly sums of others, many coefficients give the target, and the first columns
    /// that are not needed are left out.
    /// </summary>
    private (ColumnEquation Equation, double ExactShare)? FindPlain(int target, int[] all)
    {
        if (all.Length is 1 or > MostTerms || Exact(target, all) is not { } exact)
        {
            return null;
        }

        var (chosen, coefficients) = (all, exact.Coefficients);
        var sum = Plain(target, chosen, coefficients);
        for (var i = 0; sum is null && i < all.Length; i++)
        {
            int[] others = [.. chosen.Where(column => column != all[i])];
            if (
                Exact(target, others) is { } ofOthers
                && RoundedShare(target, others, ofOthers.Coefficients) >= MostlyExact
            )
            {
                (chosen, coefficients) = (others, ofOthers.Coefficients);
                sum = Plain(target, chosen, coefficients);
            }
        }

        return sum;
    }

    private (ColumnEquation Equation, double ExactShare)? Plain(int target, int[] all, double[] coefficients)
    {
        var signs = Array.ConvertAll(coefficients, coefficient => Math.Round(coefficient));
        int[] used = [.. Enumerable.Range(0, all.Length).Where(i => signs[i] != 0)];
        int[] chosen = [.. used.Select(i => all[i])];
        signs = [.. used.Select(i => signs[i])];
        return
            chosen.Length > 0
            && IsPlain(signs)
            && EquationCheck.Find(Equation(target, chosen, signs), ColumnsOf(target, chosen), rows) is { } sum
            && sum.ExactShare >= MostlyExact
            ? (sum.Equation, sum.ExactShare)
            : null;
    }

    private RelationColumn[] ColumnsOf(int target, IEnumerable<int> chosen) =>
        [columns[target], .. chosen.Select(column => columns[column])];

    /// <summary>Returns the sum that is left without the columns that it does not need, as long as it is exact.</summary>
    private ((ColumnEquation Equation, double ExactShare) Sum, IReadOnlyList<int> Chosen)? FindPart(
        int target,
        List<int> chosen
    )
    {
        while (chosen.Count > 0 && Exact(target, chosen) is { } exact)
        {
            if (Fit(target, chosen, exact) is { } sum)
            {
                return (sum, chosen);
            }

            chosen.RemoveAt(
                Enumerable.Range(0, chosen.Count).MinBy(i => Math.Abs(exact.Coefficients[i]) * Scale(chosen[i]))
            );
        }

        return null;
    }

    /// <summary>Returns the coefficients of a sum with their error; null if they do not give half of the numbers up to rounding.</summary>
    private (double[] Coefficients, double Error)? Exact(int target, IReadOnlyList<int> chosen, int mostRows = MostRows)
    {
        var coefficients = Coefficients(target, chosen, mostRows);
        return
            Array.TrueForAll(coefficients, double.IsFinite)
            && Error(target, chosen, coefficients, mostRows) is var error
            && error <= Tolerance(target)
            ? (coefficients, error)
            : null;
    }

    /// <summary>Rounds the coefficients of a sum, and returns the sum if it holds.</summary>
    private (ColumnEquation Equation, double ExactShare)? Fit(
        int target,
        IReadOnlyList<int> chosen,
        (double[] Coefficients, double Error) exact
    )
    {
        var own = ColumnsOf(target, chosen);
        var largest = exact.Error + (SmallErrorShare * columns[target].Spread);
        var fewestRounded = Math.Max(MostlyExact, RoundedShare(target, chosen, exact.Coefficients));
        for (var digits = 1; digits <= MostDigits + 1; digits++)
        {
            var rounded =
                digits > MostDigits
                    ? exact.Coefficients
                    : Array.ConvertAll(exact.Coefficients, number => EquationCheck.Round(number, digits));
            var error = Error(target, chosen, rounded);
            if (
                Array.Exists(rounded, number => number == 0)
                || (
                    error > Math.Max(largest, IsPlain(rounded) ? LargestRounding * columns[target].Unit : 0)
                    && (
                        error > exact.Error + (ErrorOfRounding * columns[target].Unit)
                        || RoundedShare(target, chosen, rounded) < fewestRounded
                    )
                )
            )
            {
                continue;
            }

            var found = EquationCheck.Find(Equation(target, chosen, rounded), own, rows);
            if (found is not null || error <= largest)
            {
                return found is { } sum ? (sum.Equation, sum.ExactShare) : null;
            }
        }

        return null;
    }

    /// <summary>Returns whether a sum only adds and subtracts. Its total is often rounded, which other coefficients could imitate.</summary>
    private static bool IsPlain(double[] coefficients) =>
        Array.TrueForAll(coefficients, coefficient => Math.Abs(coefficient) == 1);

    /// <summary>Returns the median of the absolute errors of a sum.</summary>
    private double Error(int target, IReadOnlyList<int> chosen, double[] coefficients, int mostRows = MostRows)
    {
        var constant = Constant(target, chosen, coefficients, mostRows);
        var errors = Rests(target, chosen, coefficients, mostRows).Select(rest => Math.Abs(rest - constant)).ToArray();
        return errors.Length == 0 ? double.PositiveInfinity : Quantile.Compute(errors, 0.5);
    }

    /// <summary>Returns the share of rows in which a sum gives the target to its last decimal.</summary>
    private double RoundedShare(int target, IReadOnlyList<int> chosen, double[] coefficients)
    {
        var constant = Constant(target, chosen, coefficients);
        return Rests(target, chosen, coefficients, MostRows)
            .Average(rest => columns[target].IsRounded(rest, constant) ? 1.0 : 0.0);
    }

    private ColumnEquation Equation(int target, IReadOnlyList<int> chosen, double[] coefficients) =>
        new()
        {
            Factors =
            [
                new(
                    1,
                    [
                        new(columns[target].Name, 1),
                        .. chosen.Select((column, i) => new EquationTerm(columns[column].Name, -coefficients[i])),
                    ]
                ),
            ],
            Constant = Constant(target, chosen, coefficients),
            Target = columns[target].Name,
        };

    /// <summary>Returns the median of the target without the terms, rounded like the target; 0 if that is near enough.</summary>
    private double Constant(int target, IReadOnlyList<int> chosen, double[] coefficients, int mostRows = MostRows)
    {
        double[] rests = [.. Rests(target, chosen, coefficients, mostRows)];
        var median = rests.Length == 0 ? 0 : Quantile.Compute(rests, 0.5);
        var unit = columns[target].Unit;
        return Math.Abs(median) <= Tolerance(target) ? 0
            : unit > 0 ? Math.Round(Math.Round(median / unit * 2) / 2 * unit, 7)
            : median;
    }

    /// <summary>Returns the target without the terms, in the rows that say most about the chosen columns.</summary>
    private IEnumerable<double> Rests(int target, IReadOnlyList<int> chosen, double[] coefficients, int mostRows) =>
        InformativePlaces(target, chosen, mostRows)
            .Select(place => Rest(rows.Search[place], target, chosen, coefficients));

    private double Rest(int row, int target, IReadOnlyList<int> chosen, double[] coefficients)
    {
        var rest = (double)columns[target].Values[row];
        for (var i = 0; i < coefficients.Length; i++)
        {
            rest -= coefficients[i] * columns[chosen[i]].Values[row];
        }

        return rest;
    }

    /// <summary>Returns search rows without missing cells, first those whose cells are not the most frequent ones.</summary>
    private IEnumerable<int> InformativePlaces(int target, IReadOnlyList<int> chosen, int mostRows) =>
        Enumerable
            .Range(0, Math.Min(rows.Search.Length, RowsToChooseFrom * mostRows))
            .Where(place => chosen.Append(target).All(column => IsKnown(column, rows.Search[place])))
            .OrderByDescending(place => chosen.Count(column => Standardized(column, rows.Search[place]) != 0))
            .Take(mostRows);

    private double[] Coefficients(int target, IReadOnlyList<int> chosen, int mostRows)
    {
        int[] places = [.. InformativePlaces(target, chosen, mostRows)];
        var own = places.Select(place => weights[place]).ToArray();
        var size = chosen.Count + 1;
        var coefficients = new double[size];
        for (var round = 0; round < Reweightings; round++)
        {
            var matrix = new double[size, size];
            var right = new double[size];
            var row = new double[size];
            for (var i = 0; i < places.Length; i++)
            {
                var y = Read(places[i], row);
                for (var a = 0; a < size; a++)
                {
                    right[a] += own[i] * row[a] * y;
                    for (var b = 0; b < size; b++)
                    {
                        matrix[a, b] += own[i] * row[a] * row[b];
                    }
                }
            }

            for (var a = 0; a < size; a++)
            {
                matrix[a, a] += 1e-12;
            }

            coefficients = Matrix<double>
                .Build.DenseOfArray(matrix)
                .Solve(Vector<double>.Build.DenseOfArray(right))
                .ToArray(); // not finite for a singular matrix
            for (var i = 0; i < places.Length; i++)
            {
                var error = Read(places[i], row);
                for (var a = 0; a < size; a++)
                {
                    error -= row[a] * coefficients[a];
                }

                own[i] = weights[places[i]] / (Math.Abs(error) + 1e-6);
            }
        }

        return [.. chosen.Select((column, i) => coefficients[i] * Scale(target) / Scale(column))];

        double Read(int place, double[] row)
        {
            for (var i = 0; i < chosen.Count; i++)
            {
                row[i] = Standardized(chosen[i], rows.Search[place]);
            }

            row[^1] = 1;
            return Standardized(target, rows.Search[place]);
        }
    }

    private double[,] Covariances(Func<int, bool> isUsed)
    {
        var step = Math.Max(1, rows.Search.Length * columns.Length / (MostRows * 50));
        int[] places = [.. Enumerable.Range(0, rows.Search.Length).Where(place => place % step == 0 && isUsed(place))];
        return PairwiseCovariances.Cosines(
            [
                .. Enumerable
                    .Range(0, columns.Length)
                    .Select(column => Array.ConvertAll(places, place => Standardized(column, rows.Search[place]))),
            ],
            Array.ConvertAll(places, place => weights[place] * weights[place])
        );
    }

    /// <summary>Returns a small weight for a row with a cell far outside.</summary>
    private double Weight(int row)
    {
        var largest = 1.0;
        for (var j = 0; j < columns.Length; j++)
        {
            if (IsKnown(j, row))
            {
                largest = Math.Max(largest, Math.Abs(Standardized(j, row)) / 3);
            }
        }

        return 1 / largest;
    }

    private double Standardized(int column, int row) =>
        (columns[column].Values[row] - columns[column].Mode) / Scale(column);

    // Of two values, the others than the most frequent one do not vary.
    private double Scale(int column) =>
        columns[column] is { HasTwoValues: true } pair
            ? pair.Maximum - pair.Minimum
            : Math.Max(columns[column].Spread, 1e-30);

    /// <summary>Returns the distance that rounding, or a small share of the spread, explains.</summary>
    private double Tolerance(int column) => Math.Max(0.51 * columns[column].Unit, columns[column].Near);

    private bool IsKnown(int column, int row) => !float.IsNaN(columns[column].Values[row]);
}
