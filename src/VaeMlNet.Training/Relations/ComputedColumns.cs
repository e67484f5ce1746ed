namespace VaeMlNet;

/// <summary>
/// Chooses for each relation the column that a synthetic row computes from the others. In a row, a column is computed once, and no column is
/// computed from itself.
/// </summary>
internal sealed class ComputedColumns(IReadOnlyList<RelationColumn> columns)
{
    private const double AboutEqual = 0.95;

    // Of a value such as a bonus of 0, which a column that is computed from drawn ones hardly ever has.
    private const double FrequentShare = 0.2;

    private readonly Dictionary<string, RelationColumn> columns = columns.ToDictionary(column => column.Name);
    private readonly List<(string Column, string[] From, bool IsPartly)> chosen = [];

    /// <summary>
    /// Chooses the column of an equation that errors of the others change least: the one with the largest part of the equation, of about equal ones the
    /// target, which is computed exactly. One of few values comes last, because it would get others, and one of two is not computed. Returns null if other relations leave none, because the equation follows from them.
    /// </summary>
    public string? Add(ColumnEquation equation)
    {
        (string Column, double Part)[] parts =
        [
            .. equation.Factors.SelectMany(factor =>
                factor.Terms.Select(term => (term.Column, Part(equation, factor, term)))
            ),
        ];
        var largest = parts.Max(part => part.Part);
        var ordered = parts
            .Where(part => !columns[part.Column].HasTwoValues)
            // A number that is another one after rounding has few values because of that.
            .OrderBy(part => parts.Length > 2 && columns[part.Column].HasFewValues)
            .ThenByDescending(part => part.Column == equation.Target && part.Part >= AboutEqual * largest)
            .ThenByDescending(part => part.Part);
        foreach (var (column, _) in ordered)
        {
            if (TryAdd(equation, column))
            {
                return column;
            }
        }

        return null;
    }

    /// <summary>
    /// Chooses the column of an equation where an earlier one then computes another of its columns: a net amount from a gross amount and taxes that are
    /// computed from it. Returns null if that leaves none, too.
    /// </summary>
    /// <param name="earlier">The earlier equation.</param>
    /// <param name="equation">The equation.</param>
    /// <param name="ownsTarget">Whether the equation must compute its target.</param>
    public (string OfEarlier, string Own)? Exchange(
        ColumnEquation earlier,
        ColumnEquation equation,
        bool ownsTarget = false
    ) => Exchange(earlier, () => ownsTarget ? AddTarget(equation) : Add(equation));

    /// <summary>
    /// Lets a lookup compute its target where an earlier equation then computes another of its columns, and returns that: of <c>days = end - start</c> and a
    /// price that determines the days, the end. Returns null if that leaves none.
    /// </summary>
    public string? Exchange(ColumnEquation earlier, ColumnLookup lookup) =>
        Exchange(earlier, () => Add(lookup) ? lookup.Target : null)?.OfEarlier;

    private (string OfEarlier, string Own)? Exchange(ColumnEquation earlier, Func<string?> add)
    {
        var before = chosen.First(one =>
            one.Column == earlier.Computed && earlier.Columns.ToHashSet().SetEquals([one.Column, .. one.From])
        );
        chosen.Remove(before);
        if (add() is { } own)
        {
            if (Add(earlier) is { } ofEarlier)
            {
                return (ofEarlier, own);
            }

            chosen.RemoveAt(chosen.Count - 1);
        }

        chosen.Add(before);
        return null;
    }

    /// <summary>
    /// Returns, of equations that were refused, the one that gives the total of a sum from the fewest and largest of its parts; null if there are none.
    /// </summary>
    public ColumnEquation? Shorter(ColumnEquation sum, IEnumerable<ColumnEquation> refused) =>
        refused
            .Where(equation => equation.Columns.Contains(sum.Target) && !equation.Columns.Except(sum.Columns).Any())
            .OrderBy(equation => equation.Columns.Count())
            .ThenByDescending(equation => equation.Columns.Sum(column => columns[column].Deviation))
            .FirstOrDefault();

    /// <summary>
    /// Returns the equations with a combination of two of them instead of one, where the other one, a sum, then computes a column that suits it better; null
    /// if that is not so. Of net + tax + social = grade + bonus and social = 0.25 (net + tax), nothing is left to compute except grade or bonus. With
    /// social = 0.2 (grade + bonus), it is the net amount.
    /// </summary>
    public List<ColumnEquation>? Combine(IReadOnlyList<ColumnEquation> equations) =>
        (
            from sum in equations
            where sum.IsPlain && !Suits(sum)
            from other in equations
            where other is { IsPlain: false, Factors.Count: 1 }
            from column in sum.Columns.Intersect(other.Columns)
            select Combine(sum, other, column, [.. equations.Where(one => one != sum && one != other)])
        ).FirstOrDefault(combined => combined is not null);

    private List<ColumnEquation>? Combine(
        ColumnEquation sum,
        ColumnEquation other,
        string eliminated,
        ColumnEquation[] rest
    )
    {
        (string, string[], bool)[] before = [.. chosen];
        chosen.Clear();
        var combined = sum.Without(eliminated, other);
        if (
            combined.Factors[0].Terms.Count > 1
            && Array.TrueForAll(rest, equation => TryAdd(equation, equation.Computed!))
            && Add(combined) is { } own
            && Add(sum) is { } ofSum
        )
        {
            combined = Sort(combined) with { Target = own, Computed = own };
            sum = sum with { Computed = ofSum };
            // What the other one leaves of its target's last decimal is less than that of the computed column.
            var share = sum.CoefficientOf(eliminated) / other.CoefficientOf(eliminated);
            var rounding = share * other.CoefficientOf(other.Target) * columns[other.Target].Unit;
            var isExact = Math.Abs(rounding) <= Math.Abs(combined.CoefficientOf(own)) * columns[own].Unit;
            if (isExact && Suits(combined) && Suits(sum))
            {
                return [.. rest, combined, sum];
            }
        }

        chosen.Clear();
        chosen.AddRange(before);
        return null;
    }

    /// <summary>
    /// Returns whether the computed column of an equation has neither few values, because it would get others, nor a frequent one, which it would lose. A number
    /// that is another one after rounding has few values because of that.
    /// </summary>
    private bool Suits(ColumnEquation equation) =>
        columns[equation.Computed!] is var column
        && (equation.Columns.Count() == 2 || !column.HasFewValues)
        && column.ShareOf(column.Mode) <= FrequentShare;

    /// <summary>Returns sums of parts before those of their totals, so that rows compute totals from parts, and products as they are.</summary>
    public List<ColumnEquation> PartsFirst(IEnumerable<ColumnEquation> equations) =>
        [
            .. equations.OrderBy(equation =>
                equation.Factors.Count > 1
                    ? (double.PositiveInfinity, 0)
                    : (equation.Columns.Max(column => columns[column].Deviation), equation.Columns.Count())
            ),
        ];

    /// <summary>Returns whether a synthetic row computes the target of a lookup.</summary>
    public bool Add(ColumnLookup lookup) => TryAdd(lookup.Target, [lookup.Source]);

    /// <summary>Returns whether a synthetic row computes the target of a lookup where it has a value. It can be that of several such lookups.</summary>
    public bool AddPartly(ColumnLookup lookup) => TryAdd(lookup.Target, [lookup.Source], isPartly: true);

    private string? AddTarget(ColumnEquation equation) => TryAdd(equation, equation.Target) ? equation.Target : null;

    private bool TryAdd(ColumnEquation equation, string column) =>
        TryAdd(column, [.. equation.Columns.Where(other => other != column)]);

    private bool TryAdd(string column, string[] from, bool isPartly = false)
    {
        if (
            chosen.Any(one => one.Column == column && !(isPartly && one.IsPartly) && !AreInOtherRows(from, one.From))
            || Array.Exists(from, source => DependsOn(source, column))
        )
        {
            return false;
        }

        chosen.Add((column, from, isPartly));
        return true;
    }

    /// <summary>Returns whether no row has the cells of two relations, such as those of a debit and of a credit.</summary>
    private bool AreInOtherRows(string[] from, string[] other) =>
        Array.Exists(from, a => Array.Exists(other, b => columns[a].IsInOtherRowsThan(columns[b])));

    private bool DependsOn(string column, string other) =>
        column == other
        || chosen.Any(one => one.Column == column && Array.Exists(one.From, source => DependsOn(source, other)));

    /// <summary>Returns a sum whose terms are in descending order of their part of it, and a product unchanged.</summary>
    public ColumnEquation Sort(ColumnEquation equation) =>
        equation.Factors.Count > 1
            ? equation
            : equation with
            {
                Factors =
                [
                    .. equation.Factors.Select(factor =>
                        factor with
                        {
                            Terms = [.. factor.Terms.OrderByDescending(term => Part(equation, factor, term))],
                        }
                    ),
                ],
            };

    private double Part(ColumnEquation equation, EquationFactor factor, EquationTerm term)
    {
        var size = Math.Abs(term.Coefficient) * columns[term.Column].Deviation;
        return equation.Factors.Count == 1
            ? size
            : Math.Abs(factor.Power) * size / Math.Abs(factor.Terms.Sum(other => columns[other.Column].Mean));
    }
}
