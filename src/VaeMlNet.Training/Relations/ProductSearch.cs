using System.Numerics.Tensors;

namespace VaeMlNet;

/// <summary>
/// Searches products: two or three numbers, or sums of two numbers, of which the product of powers is constant, such as
/// <c>depth = 200 z / (x + y)</c> and <c>index = weight / height^2</c>; and products and ratios of four numbers, such as
/// <c>interest = principal rate days / 36500</c>.
/// </summary>
/// <remarks>Logarithms make a product a sum. Candidates are those whose logarithms nearly cancel.</remarks>
internal sealed class ProductSearch
{
    private const int MostColumns = 40;
    private const int MostColumnsInSums = 12;
    private const int MostColumnsInFours = 20;
    private const int MostCandidates = 150;
    private const int MostCandidatesOfFour = 50;

    // Returns have negative quantities and amounts.
    private const double PositiveShare = 0.8;

    // Of the smallest deviation of a factor's logarithm, the deviation of what should be constant: with rows of wrong cells, and without them.
    private const double LargestRest = 1;
    private const double LargestRobustRest = 0.2;

    // A candidate is tried in its first rows without missing cells. Covariances of different rows do not cancel exactly.
    private const int MostRows = 101;
    private const int FewestRows = 20;
    private const int MostRowsToRead = 505;

    // Beyond so many deviations, a row has a wrong cell.
    private const double LargestDeviations = 5;
    private const int MostDigits = 5;

    private static readonly int[][] PairPowers =
    [
        [1, -1],
        [1, 1],
        [1, -2],
        [2, -1],
        [1, 2],
        [2, 1],
    ];
    private static readonly int[][] TriplePowers =
    [
        .. new int[][] { [1, 1, 1], [2, 1, 1], [1, 2, 1], [1, 1, 2] }.SelectMany(powers =>
            new int[][]
            {
                powers,
                [powers[0], powers[1], -powers[2]],
                [powers[0], -powers[1], powers[2]],
                [powers[0], -powers[1], -powers[2]],
            }
        ),
    ];

    private static readonly int[][] FourPowers =
    [
        .. Enumerable
            .Range(0, 8)
            .Select(signs => new[] { 1, 1 - (2 * (signs & 1)), 1 - (signs & 2), 1 - ((signs & 4) / 2) }),
    ];

    private readonly RelationRows rows;
    private readonly Factor[] factors;

    private ProductSearch(RelationColumn[] columns, RelationRows rows)
    {
        this.rows = rows;
        List<Factor> all = [.. columns.Select(column => new Factor([column], rows.Search))];
        RelationColumn[] inSums = [.. columns.Take(MostColumnsInSums)];
        for (var a = 0; a < inSums.Length; a++)
        {
            for (var b = a + 1; b < inSums.Length; b++)
            {
                all.Add(new Factor([inSums[a], inSums[b]], rows.Search));
            }
        }

        factors = [.. all.Where(factor => factor.Deviation > 0)];
    }

    /// <summary>Returns the products that hold, those of few columns first.</summary>
    public static IReadOnlyList<ColumnEquation> Find(IReadOnlyList<RelationColumn> all, RelationRows rows)
    {
        RelationColumn[] positive =
        [
            .. all.Where(column =>
                    column.IsNumber
                    && column.DistinctCount > 2
                    && column.Values.Count(value => value > 0) >= PositiveShare * column.KnownCount
                )
                .Take(MostColumns),
        ];
        return positive.Length < 2 ? [] : new ProductSearch(positive, rows).Find();
    }

    private IReadOnlyList<ColumnEquation> Find()
    {
        Candidates few = new(MostCandidates);
        Candidates ofFour = new(MostCandidatesOfFour);
        for (var a = 0; a < factors.Length; a++)
        {
            for (var b = a + 1; b < factors.Length; b++)
            {
                if (!factors[a].IsApartFrom(factors[b]))
                {
                    continue;
                }

                Try([a, b], PairPowers, few);
                for (var c = b + 1; c < factors.Length; c++)
                {
                    if (factors[a].IsApartFrom(factors[c]) && factors[b].IsApartFrom(factors[c]))
                    {
                        Try([a, b, c], TriplePowers, few);
                    }
                }
            }
        }

        int[] single =
        [
            .. Enumerable
                .Range(0, factors.Length)
                .Where(factor => factors[factor].Columns.Length == 1)
                .Take(MostColumnsInFours),
        ];
        for (var a = 0; a < single.Length; a++)
        {
            for (var b = a + 1; b < single.Length; b++)
            {
                for (var c = b + 1; c < single.Length; c++)
                {
                    for (var d = c + 1; d < single.Length; d++)
                    {
                        Try([single[a], single[b], single[c], single[d]], FourPowers, ofFour);
                    }
                }
            }
        }

        return
        [
            .. few
                .Kept.Concat(ofFour.Kept)
                .Select(candidate => Fit(candidate.Factors, candidate.Powers))
                .OfType<(ColumnEquation Equation, double Share, int Digits)>()
                .OrderBy(found => found.Equation.Columns.Count())
                // Of about equally exact ones (in steps of 1/20), the simplest: an amount is quantity times price, and a tax only about a part of that.
                .ThenByDescending(found => Math.Round(20 * found.Share))
                .ThenBy(found => found.Digits)
                .ThenByDescending(found => found.Share)
                .Select(found => found.Equation),
        ];

        void Try(int[] chosen, int[][] allPowers, Candidates best)
        {
            Span<double> logs = stackalloc double[chosen.Length * MostRows];
            var count = ReadComplete(chosen, logs);
            if (count < FewestRows)
            {
                return;
            }

            var smallest = chosen.Min(factor => factors[factor].Deviation);
            var covariances = Covariances(logs, count);
            foreach (var powers in allPowers)
            {
                if (Variance(powers, covariances) > Math.Pow(LargestRest * smallest, 2))
                {
                    continue;
                }

                var rest = RobustDeviation(powers, logs, count) / smallest;
                if (rest < LargestRobustRest)
                {
                    best.Add(chosen, powers, rest);
                }
            }
        }
    }

    private (ColumnEquation Equation, double Share, int Digits)? Fit(int[] chosen, int[] powers)
    {
        double[] logs =
        [
            .. Enumerable
                .Range(0, rows.Search.Length)
                .Select(place => chosen.Select((factor, i) => powers[i] * factors[factor].Logs[place]).Sum())
                .Where(double.IsFinite),
        ];
        if (logs.Length == 0)
        {
            return null;
        }

        var constant = Math.Exp(Quantile.Compute(logs, 0.5));
        RelationColumn[] columns = [.. chosen.SelectMany(factor => factors[factor].Columns)];
        for (var digits = 1; digits <= MostDigits + 1; digits++)
        {
            // Interest is the principal times the rate times the days, divided by 36500.
            double[] rounded =
                digits > MostDigits
                    ? [constant]
                    : [EquationCheck.Round(constant, digits), 1 / EquationCheck.Round(1 / constant, digits)];
            var found = rounded
                .Distinct()
                .OrderBy(number => Math.Abs(number - constant))
                .Select(Check)
                .OfType<(ColumnEquation Equation, double Share, double Exact)>()
                .ToArray();
            if (found.Length > 0)
            {
                var (equation, share, _) = found.MaxBy(one => one.Exact);
                return (equation, share, equation.Constant == 1 ? 0 : digits);
            }
        }

        return null;

        (ColumnEquation Equation, double Share, double ExactShare)? Check(double rounded) =>
            EquationCheck.Find(
                new()
                {
                    Factors =
                    [
                        .. chosen.Select(
                            (factor, i) =>
                                new EquationFactor(
                                    powers[i],
                                    [.. factors[factor].Columns.Select(column => new EquationTerm(column.Name, 1))]
                                )
                        ),
                    ],
                    Constant = rounded,
                    Target = columns[0].Name,
                },
                columns,
                rows
            );
    }

    /// <summary>Reads the logarithms of factors in rows without missing cells, and returns the number of rows.</summary>
    private int ReadComplete(int[] chosen, Span<double> logs)
    {
        var count = 0;
        var last = Math.Min(rows.Search.Length, MostRowsToRead);
        for (var place = 0; place < last && count < MostRows; place++)
        {
            var sum = 0.0;
            for (var i = 0; i < chosen.Length; i++)
            {
                sum += logs[(i * MostRows) + count] = factors[chosen[i]].Centered[place];
            }

            count += double.IsFinite(sum) ? 1 : 0;
        }

        return count;
    }

    private static double[,] Covariances(ReadOnlySpan<double> logs, int count)
    {
        var size = logs.Length / MostRows;
        var covariances = new double[size, size];
        for (var a = 0; a < size; a++)
        {
            var ofA = logs.Slice(a * MostRows, count);
            for (var b = 0; b <= a; b++)
            {
                var ofB = logs.Slice(b * MostRows, count);
                covariances[a, b] = covariances[b, a] =
                    (TensorPrimitives.Dot(ofA, ofB) / count)
                    - (TensorPrimitives.Sum(ofA) / count * (TensorPrimitives.Sum(ofB) / count));
            }
        }

        return covariances;
    }

    private static double Variance(int[] powers, double[,] covariances)
    {
        var variance = 0.0;
        for (var i = 0; i < powers.Length; i++)
        {
            for (var j = 0; j < powers.Length; j++)
            {
                variance += powers[i] * powers[j] * covariances[i, j];
            }
        }

        return variance;
    }

    /// <summary>Returns about the standard deviation of what should be constant, without rows far outside.</summary>
    private static double RobustDeviation(int[] powers, ReadOnlySpan<double> logs, int count)
    {
        Span<double> values = stackalloc double[count];
        values.Clear();
        for (var i = 0; i < powers.Length; i++)
        {
            for (var row = 0; row < count; row++)
            {
                values[row] += powers[i] * logs[(i * MostRows) + row];
            }
        }

        values.Sort();
        // Half of the rows lie between the quartiles.
        return (values[3 * count / 4] - values[count / 4]) * 0.74;
    }

    /// <summary>The candidates whose products vary least.</summary>
    private sealed class Candidates(int most)
    {
        private readonly PriorityQueue<(int[] Factors, int[] Powers), double> best = new();

        public IEnumerable<(int[] Factors, int[] Powers)> Kept =>
            best.UnorderedItems.OrderBy(candidate => candidate.Priority).Select(candidate => candidate.Element);

        public void Add(int[] factors, int[] powers, double rest)
        {
            // The worst candidate leaves first.
            best.Enqueue((factors, powers), -rest);
            if (best.Count > most)
            {
                best.Dequeue();
            }
        }
    }

    /// <summary>A column, or the sum of two, with the logarithms in the search rows.</summary>
    private sealed class Factor
    {
        public Factor(RelationColumn[] columns, int[] rows)
        {
            Columns = columns;
            Logs = [.. rows.Select(row => Log(columns.Sum(column => (double)column.Values[row])))];
            double[] known = [.. Logs.Where(double.IsFinite)];
            if (known.Length == 0)
            {
                return;
            }

            var median = Quantile.Compute(known, 0.5);
            var distances = Array.ConvertAll(known, log => Math.Abs(log - median));
            var deviation = Quantile.Compute(distances, 0.5) * 1.5;
            if (deviation == 0)
            {
                // Most rows have the same number, such as the usual rate of a tax. The others are not wrong.
                deviation = distances.Max();
            }

            Centered = Array.ConvertAll(
                Logs,
                log => Math.Abs(log - median) <= LargestDeviations * deviation ? log - median : double.NaN
            );
            double[] kept = [.. Centered.Where(double.IsFinite)];
            var mean = kept.Average();
            Centered = Array.ConvertAll(Centered, log => log - mean);
            Deviation = Math.Sqrt(kept.Average(log => Math.Pow(log - mean, 2)));
        }

        public RelationColumn[] Columns { get; }

        public double[] Logs { get; }

        /// <summary>Gets the logarithms without their mean, NaN for rows far outside.</summary>
        public double[] Centered { get; } = [];

        public double Deviation { get; }

        public bool IsApartFrom(Factor other) => !Columns.Intersect(other.Columns).Any();

        private static double Log(double value) => value > 0 ? Math.Log(value) : double.NaN;
    }
}
