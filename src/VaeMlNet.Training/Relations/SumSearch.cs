namespace VaeMlNet;

/// <summary>Searches sums of columns: one number is a weighted sum of others and a constant.</summary>
/// <remarks>
/// Candidates come from forward selection by the covariances of rows whose outliers have a small weight. The coefficients are those with the
/// smallest absolute errors (iteratively reweighted least squares; Holland &amp; Welsch 1977), rounded to as few digits as hold.
/// </remarks>
internal sealed class SumSearch
{
    private const int MostColumns = 300;
    private const int MostTerms = 6;
    private const int MostRows = 2000;

    // Of the variance of a target, which a candidate leaves unexplained.
    private const double LargestRest = 0.05;
    private const double SmallestRest = 1e-9;
    private const int Reweightings = 12;
    private const int MostDigits = 5;

    // Of the spread of the target, what rounded coefficients may add to the error.
    private const double SmallErrorShare = 1e-5;

    private readonly RelationColumn[] columns;
    private readonly RelationRows rows;
    private readonly double[] weights; // of the search rows
    private readonly double[,] covariances;

    private SumSearch(RelationColumn[] columns, RelationRows rows)
    {
        this.columns = columns;
        this.rows = rows;
        weights = [.. rows.Search.Select(Weight)];
        covariances = Covariances();
    }

    /// <summary>Returns the sums that hold, those of few columns first.</summary>
    public static IReadOnlyList<ColumnEquation> Find(IReadOnlyList<RelationColumn> all, RelationRows rows)
    {
        RelationColumn[] numbers =
        [
            .. all.Where(column => column.IsNumber && column.DistinctCount > 2).Take(MostColumns),
        ];
        if (numbers.Length < 2)
        {
            return [];
        }

        SumSearch search = new(numbers, rows);
        return
        [
            .. Enumerable
                .Range(0, numbers.Length)
                .Select(search.FindFor)
                .OfType<ColumnEquation>()
                // The simplest one of the same columns is first.
                .OrderBy(equation => equation.Columns.Count())
                .ThenBy(equation => equation.Describe().Length),
        ];
    }

    private ColumnEquation? FindFor(int target)
    {
        List<int> chosen = [];
        while (chosen.Count < MostTerms && Next(target, chosen) is { } next)
        {
            chosen.Add(next.Column);
            if (next.Unexplained < LargestRest && Fit(target, chosen) is { } equation)
            {
                return equation;
            }
        }

        return null;
    }

    /// <summary>Returns the column that explains most of what the chosen ones leave unexplained, and the share that is left then.</summary>
    private (int Column, double Unexplained)? Next(int target, List<int> chosen)
    {
        var ofTarget = Residual(target, target, chosen);
        (int Column, double Unexplained)? best = null;
        for (var j = 0; j < columns.Length; j++)
        {
            if (j == target || chosen.Contains(j))
            {
                continue;
            }

            var own = Residual(j, j, chosen);
            if (own < SmallestRest)
            {
                continue;
            }

            var shared = Residual(j, target, chosen);
            var rest = ofTarget - (shared * shared / own);
            if (best is null || rest < best.Value.Unexplained)
            {
                best = (j, rest);
            }
        }

        return best;
    }

    /// <summary>Returns the covariance of two columns given the chosen ones.</summary>
    private double Residual(int a, int b, List<int> chosen)
    {
        if (chosen.Count == 0)
        {
            return covariances[a, b];
        }

        var matrix = new double[chosen.Count, chosen.Count];
        var right = new double[chosen.Count];
        for (var i = 0; i < chosen.Count; i++)
        {
            right[i] = covariances[chosen[i], b];
            for (var j = 0; j < chosen.Count; j++)
            {
                matrix[i, j] = covariances[chosen[i], chosen[j]];
            }

            matrix[i, i] += SmallestRest;
        }

        var solved = LinearSystem.Solve(matrix, right);
        return covariances[a, b] - chosen.Select((column, i) => solved[i] * covariances[a, column]).Sum();
    }

    /// <summary>Fits the coefficients of a sum, and returns the sum if it holds.</summary>
    private ColumnEquation? Fit(int target, List<int> chosen)
    {
        var exact = Coefficients(target, chosen);
        if (Array.Exists(exact, number => !double.IsFinite(number)))
        {
            return null;
        }

        var own = (RelationColumn[])[columns[target], .. chosen.Select(column => columns[column])];
        var largest = Error(target, chosen, exact) + (SmallErrorShare * columns[target].Spread);
        for (var digits = 1; digits <= MostDigits + 1; digits++)
        {
            var rounded =
                digits > MostDigits ? exact : Array.ConvertAll(exact, number => EquationCheck.Round(number, digits));
            if (Array.Exists(rounded, number => number == 0) || Error(target, chosen, rounded) > largest)
            {
                continue;
            }

            return EquationCheck.Find(Equation(target, chosen, rounded), own, rows)?.Equation;
        }

        return null;
    }

    /// <summary>Returns the median of the absolute errors of a sum.</summary>
    private double Error(int target, List<int> chosen, double[] coefficients)
    {
        var constant = Constant(target, chosen, coefficients);
        var errors = Rests(target, chosen, coefficients).Select(rest => Math.Abs(rest - constant)).ToArray();
        return errors.Length == 0 ? double.PositiveInfinity : Quantile.Compute(errors, 0.5);
    }

    private ColumnEquation Equation(int target, List<int> chosen, double[] coefficients) =>
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
    private double Constant(int target, List<int> chosen, double[] coefficients)
    {
        double[] rests = [.. Rests(target, chosen, coefficients)];
        var median = rests.Length == 0 ? 0 : Quantile.Compute(rests, 0.5);
        var unit = columns[target].Unit;
        return Math.Abs(median) <= Math.Max(0.51 * unit, columns[target].Near) ? 0
            : unit > 0 ? Math.Round(Math.Round(median / unit * 2) / 2 * unit, 7)
            : median;
    }

    /// <summary>Returns the target without the terms, in the rows that say most about the chosen columns.</summary>
    private IEnumerable<double> Rests(int target, List<int> chosen, double[] coefficients)
    {
        foreach (var place in InformativePlaces(target, chosen))
        {
            var rest = (double)columns[target].Values[rows.Search[place]];
            for (var i = 0; i < coefficients.Length; i++)
            {
                rest -= coefficients[i] * columns[chosen[i]].Values[rows.Search[place]];
            }

            yield return rest;
        }
    }

    /// <summary>Returns search rows without missing cells, first those whose cells are not the most frequent ones.</summary>
    private IEnumerable<int> InformativePlaces(int target, List<int> chosen) =>
        Enumerable
            .Range(0, rows.Search.Length)
            .Where(place => chosen.Append(target).All(column => IsKnown(column, rows.Search[place])))
            .OrderByDescending(place => chosen.Count(column => Standardized(column, rows.Search[place]) != 0))
            .Take(MostRows);

    private double[] Coefficients(int target, List<int> chosen)
    {
        int[] places = [.. InformativePlaces(target, chosen)];
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

            coefficients = LinearSystem.Solve(matrix, right);
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

    private double[,] Covariances()
    {
        var step = Math.Max(1, rows.Search.Length * columns.Length / (MostRows * 50));
        int[] places = [.. Enumerable.Range(0, rows.Search.Length).Where(place => place % step == 0)];
        var values = new double[columns.Length][];
        for (var j = 0; j < columns.Length; j++)
        {
            values[j] =
            [
                .. places.Select(place =>
                    IsKnown(j, rows.Search[place]) ? weights[place] * Standardized(j, rows.Search[place]) : double.NaN
                ),
            ];
            var known = values[j].Where(double.IsFinite).DefaultIfEmpty().ToArray();
            var mean = known.Average();
            var size = Math.Sqrt(known.Average(value => Math.Pow(value - mean, 2)));
            values[j] = Array.ConvertAll(values[j], value => (value - mean) / Math.Max(size, 1e-9));
        }

        return PairwiseCovariances.Of(values);
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

    private double Scale(int column) => Math.Max(columns[column].Spread, 1e-30);

    private bool IsKnown(int column, int row) => !float.IsNaN(columns[column].Values[row]);
}
